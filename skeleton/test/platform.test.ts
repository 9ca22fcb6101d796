import { examples } from './definitions';
import { synthesize } from './synth';

describe.each(Object.entries(examples()))('%s', (_, definition) => {
  const { templates } = synthesize(definition);

  it('R35: has a stack for each concern, named after it', () => {
    expect(Object.keys(templates)).toEqual(
      expect.arrayContaining(['network', 'agents', 'ingress', 'monitoring']),
    );
  });
});
