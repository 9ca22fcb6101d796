import { exampleDefinition } from '../testUtils';
import { PlatformLink, platformLinks } from './links';

const urlOf = (links: readonly PlatformLink[], type: PlatformLink['type']) =>
  links.find(link => link.type === type)?.url;

describe('platformLinks', () => {
  it('leads to the AWS console in the region of the platform', () => {
    const links = platformLinks(exampleDefinition());

    for (const type of ['dashboard', 'agents', 'stacks', 'logs'] as const) {
      const url = new URL(urlOf(links, type)!);
      expect(url.hostname).toBe('eu-west-1.console.aws.amazon.com');
      expect(url.searchParams.get('region')).toBe('eu-west-1');
    }
    expect(urlOf(links, 'dashboard')).toMatch(
      /#dashboards\/dashboard\/shop-dev$/,
    );
    expect(urlOf(links, 'stacks')).toContain('filteringText=shop-dev&');
  });

  it('encodes the prefix of the log groups as CloudWatch does', () => {
    expect(urlOf(platformLinks(exampleDefinition()), 'logs')).toMatch(
      /#logsV2:log-groups\$3FlogGroupNameFilter\$3D\$252Fagentinfra\$252Fshop-dev\$252F$/,
    );
  });

  it('leads to the console of GovCloud for a platform there, and to the standard account for its cost', () => {
    const links = platformLinks(exampleDefinition({ region: 'us-gov-west-1' }));

    expect(new URL(urlOf(links, 'dashboard')!).hostname).toBe(
      'console.amazonaws-us-gov.com',
    );
    expect(new URL(urlOf(links, 'cost')!).hostname).toBe(
      'us-east-1.console.aws.amazon.com',
    );
  });

  it('leads to the endpoint as far as it is known: the output, the domain, or the load balancers', () => {
    const withDomain = exampleDefinition({
      domain: {
        enabled: true,
        hostedZoneName: 'example.com',
        hostedZoneId: 'Z0123456789ABC',
        recordName: 'agents',
      },
    });
    const endpointUrl = 'http://shop-dev-1.eu-west-1.elb.amazonaws.com';

    expect(urlOf(platformLinks(withDomain), 'endpoint')).toBe(
      'https://agents.example.com',
    );
    expect(
      urlOf(platformLinks(exampleDefinition(), { endpointUrl }), 'endpoint'),
    ).toBe(endpointUrl);
    expect(urlOf(platformLinks(exampleDefinition()), 'endpoint')).toMatch(
      /#LoadBalancers:search=shop-dev$/,
    );
  });

  it('leads to the pages of the sandbox when the platform is there', () => {
    const links = platformLinks(exampleDefinition(), {
      sandboxUrl: 'http://127.0.0.1:4566/',
      endpointUrl: 'http://shop-dev.elb.amazonaws.com',
    });

    expect(links).not.toHaveLength(0);
    for (const { url } of links) {
      expect(url).toMatch(
        /^http:\/\/127\.0\.0\.1:4566\/console\/123456789012\/eu-west-1\//,
      );
    }
  });

  it('leads to the runbooks when the repository can be browsed', () => {
    const filesUrl = 'https://github.com/acme/shop/blob/main';

    expect(
      urlOf(platformLinks(exampleDefinition(), { filesUrl }), 'runbook'),
    ).toBe(`${filesUrl}/docs/runbooks/index.md`);
    expect(urlOf(platformLinks(exampleDefinition()), 'runbook')).toBe(
      undefined,
    );
  });
});
