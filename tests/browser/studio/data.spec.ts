// Proves that files come in by drop and picker, that bad ones are refused with row and column in words, and that
// what was loaded before stays.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from './studio_page.ts';

const examples = resolve(__dirname, '../../../public/examples');
const iris = readFileSync(resolve(examples, 'iris.csv'), 'utf8');
const header = 'sepal_length,sepal_width,petal_length,petal_width,species\n';

test('a dropped CSV is read with the chosen contract', async ({ studio }) => {
  await studio.open();
  await studio.drop('mine.csv', iris);
  await studio.expectLoaded(/^mine\.csv: 150 rows, 4 columns$/);
});

test('JSON rows are read, too', async ({ studio }) => {
  await studio.open();
  const row = { sepal_length: 5.1, sepal_width: 3.5, petal_length: 1.4, petal_width: 0.2, species: 'setosa' };
  await studio.drop('mine.json', JSON.stringify([row, row, row]));
  await studio.expectLoaded(/^mine\.json: 3 rows/);
});

test('a picked file and a picked contract go together', async ({ studio }) => {
  await studio.open();
  const [contractPicker] = await Promise.all([
    studio.page.waitForEvent('filechooser'),
    studio.click('data.contract').then(() => studio.click('data.contract.3')),
  ]);
  await contractPicker.setFiles(resolve(examples, 'iris.contract.json'));
  await studio.expectValue('data.contract', 'iris.contract.json');
  const [picker] = await Promise.all([studio.page.waitForEvent('filechooser'), studio.click('data.pick')]);
  await picker.setFiles({ name: 'flowers.csv', mimeType: 'text/csv', buffer: Buffer.from(iris) });
  await studio.expectLoaded(/^flowers\.csv: 150 rows/);
});

test('a refused file names row, column and what is wrong, and loads nothing', async ({ studio }) => {
  await studio.open();
  await studio.drop('bad.csv', `${header}5,3,1,0.2,setosa\nten,3,1,0.2,setosa\n5,3,99,0.2,rose\n`);
  await studio.expectValue('data.faults', /^bad\.csv: 3 problems$/);
  await studio.expectValue('fault.0', /2.*sepal_length.*ten/);
  await studio.expectValue('fault.1', /3.*petal_length.*99.*0\.1 to 15/);
  await studio.expectValue('fault.2', /3.*rose/);
  expect(await studio.find('data.loaded')).toBeUndefined();
});

test('a refusal speaks Portuguese where the page does', async ({ studio }) => {
  await studio.open('&lang=pt-BR');
  await studio.drop('bad.csv', `${header}ten,3,1,0.2,setosa\n`);
  await studio.expectValue('data.faults', /^bad\.csv: 1 problema$/);
  await studio.expectValue('fault.0', /Linha 1/);
});

for (const [what, text] of [
  ['an empty file', ''],
  ['a wrong header', 'a,b,c,d,species\n1,2,3,4,setosa\n'],
  ['a ragged row', `${header}5,3,1,setosa\n`],
  ['an infinity', `${header}5,3,1,inf,setosa\n`],
] as const) {
  test(`${what} is refused and the table of before stays`, async ({ studio }) => {
    await studio.open();
    await studio.loadExample('iris');
    await studio.drop('bad.csv', text);
    await studio.expectValue('data.faults', /^bad\.csv: /);
    await studio.expectLoaded(/^iris\.csv/);
  });
}

test('a file over the limit is refused by its size, unread', async ({ studio }) => {
  await studio.open();
  await studio.page.evaluate(() => {
    const file = new File(['x'], 'huge.csv');
    Object.defineProperty(file, 'size', { value: 1024 ** 3 });
    file.arrayBuffer = () => Promise.reject(new Error('it was read'));
    const data = new DataTransfer();
    const event = new DragEvent('drop', { dataTransfer: data, bubbles: true });
    Object.defineProperty(event, 'dataTransfer', { value: { files: [file] } });
    window.dispatchEvent(event);
  });
  await studio.expectValue('data.faults', /^huge\.csv: 1 problem$/);
  await studio.expectValue('fault.0', /256 MB/);
});
