import { DEFAULT_DURATION, RESOURCE_DURATIONS, resourceDuration } from '.';

describe('resourceDuration', () => {
  it('knows that an Aurora instance takes minutes and a parameter seconds', () => {
    expect(
      resourceDuration('AWS::RDS::DBInstance').create,
    ).toBeGreaterThanOrEqual(360);
    expect(resourceDuration('AWS::SSM::Parameter').create).toBeLessThan(10);
  });

  it('tells a gateway endpoint from an interface endpoint', () => {
    const type = 'AWS::EC2::VPCEndpoint';
    expect(resourceDuration(type, { VpcEndpointType: 'Interface' })).toBe(
      RESOURCE_DURATIONS[type],
    );
    expect(resourceDuration(type, { ServiceName: 's3' }).create).toBeLessThan(
      20,
    );
  });

  it('assumes seconds for a type that it does not know', () => {
    expect(resourceDuration('AWS::Nothing::Known')).toBe(DEFAULT_DURATION);
  });

  it.each(Object.entries(RESOURCE_DURATIONS))(
    'says for %s where its figures come from',
    (_type, duration) => {
      expect(duration.source).toMatch(/\w{3}/);
      expect(
        Math.min(duration.create, duration.update, duration.delete),
      ).toBeGreaterThan(0);
    },
  );
});
