import { exampleForm } from '../support/places';
import { sharedPortal } from '../support/sharedPortal';

/** As many parts as a platform may have, each with as long a name as it may have. */
function parts(count: number, fieldsOf: (index: number) => object): object[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `part-${index}-`.padEnd(31, 'x'),
    ...fieldsOf(index),
  }));
}

describe('Create with a form at its limits', () => {
  it('makes the platform, and the catalog shows each of its parts', async () => {
    const { client } = await sharedPortal();
    const form = await exampleForm('largest', {
      name: 'a-name-of-24-characters1',
      region: 'ap-northeast-1',
      network: { cidr: '192.168.240.0/20', availabilityZones: 3 },
      domain: {
        enabled: true,
        hostedZoneName: 'example.com',
        hostedZoneId: 'Z0123456789ABCDEFGHIJ',
        recordName: 'limits',
      },
      agents: parts(20, index => ({
        modelId: 'amazon.nova-lite-v1:0',
        protocol: ['HTTP', 'MCP', 'A2A'][index % 3],
        artifact: index % 2 === 0 ? 'code' : 'container',
        memory: true,
      })),
      services: parts(10, index => ({
        image: 'public.ecr.aws/nginx/nginx:1.29',
        path: `/path-${index}/*`,
      })),
    });

    await client.createPlatform(form);

    const platform = await client.entity(
      `component:default/${form.name}-${form.environment}`,
    );
    expect(
      platform?.relations?.filter(({ type }) => type === 'hasPart'),
    ).toHaveLength(30);
  });
});
