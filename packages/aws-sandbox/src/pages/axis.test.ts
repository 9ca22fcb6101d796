import { axisBounds } from './axis';

describe('axisBounds', () => {
  it.each([
    ['begins at 0', [12.5, 55], { lowest: 0, highest: 60 }],
    ['leaves room for counts', [0, 1], { lowest: 0, highest: 2 }],
    ['shows what is near 100', [99.75, 99.9], { lowest: 99.7, highest: 100 }],
    ['has a length without values', [], { lowest: 0, highest: 2 }],
    ['has a length when all is nothing', [0, 0], { lowest: 0, highest: 2 }],
  ])('%s', (_, values, { lowest, highest }) => {
    const bounds = axisBounds(values);

    expect(bounds.lowest).toBeCloseTo(lowest);
    expect(bounds.highest).toBeCloseTo(highest);
  });

  it('keeps to what the widget demands', () => {
    expect(axisBounds([40, 50], { lowest: 0, highest: 100 })).toEqual({
      lowest: 0,
      highest: 100,
    });
  });
});
