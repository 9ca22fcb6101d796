import { examples } from './definitions';
import { openFindings } from './security-rules';
import { synthesize } from './synth';

describe('AwsSolutions and NIST 800-53 R5', () => {
  it.each(Object.entries(examples()))(
    'R39: have an answer to each finding: %s',
    (_, definition) => {
      const { app } = synthesize(definition);
      expect(openFindings(app)).toEqual([]);
    },
  );
});
