// Trains with npm's ydf-training, whose settings are fixed, and prints {"seconds": median of the processor's, "peak_mb"}. Its time holds
// the reading of the CSV, which it cannot do apart.
// Usage: train_ydf.cjs LEARNER TRAIN.csv TARGET TIMES     NODE_PATH: the folder that holds ydf-training
const { readFileSync } = require('node:fs');

const learners = { random_forest: 'RandomForestLearner', gradient_boosting: 'GradientBoostedTreesLearner' };

// Not the kernel's maxRSS, which starts at what the parent had.
const peakMb = () => Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf-8'))[1]) / 1024;
const now = () => (process.cpuUsage().user + process.cpuUsage().system) / 1000;

async function main(learner, file, target, times) {
  const ydf = await require('ydf-training')();
  const data = readFileSync(file, 'utf-8');
  const seconds = [];
  for (let i = 0; i < times; ++i) {
    const start = now();
    new ydf[learners[learner]](target, 'CLASSIFICATION').train(data).unload();
    seconds.push((now() - start) / 1000);
  }
  seconds.sort((a, b) => a - b);
  const peak = peakMb();
  console.log(JSON.stringify({ seconds: seconds[seconds.length >> 1], peak_mb: peak }));
}

const [learner, file, target, times] = process.argv.slice(2);
void main(learner, file, target, Number(times));
