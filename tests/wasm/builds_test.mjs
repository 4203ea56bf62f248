// Proves that the builds of g++, clang++ and em++ train the same models, to the byte of the file, with 1, 2 and 8
// threads or ranges: every learner, the example sets, and tables with missing values, ties and categories.
// Environment: SHOHIN_DIGESTS, the programs model_digests of all builds, a colon between.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test from 'node:test';

const programs = process.env.SHOHIN_DIGESTS.split(':');

function digests(program, hands) {
  const command = program.endsWith('.js') ? [process.execPath, program] : [program];
  return execFileSync(command[0], [...command.slice(1), String(hands)], { encoding: 'utf8' }).trimEnd().split('\n');
}

test('every build and any number of hands trains the same models', () => {
  assert.equal(programs.length, 3);
  const made = digests(programs[0], 1);
  for (let line = 0; line < made.length; line += 2) {
    assert.match(made[line], / [0-9a-f]{64} [0-9a-f]{64}$/);
    assert.equal(made[line], made[line + 1]); // by ranges, by threads
  }
  assert.ok(new Set(made).size === made.length / 2, 'each of them another model');
  for (const program of programs) {
    for (const hands of [1, 2, 8]) assert.deepEqual(digests(program, hands), made, `${program} ${hands}`);
  }
});
