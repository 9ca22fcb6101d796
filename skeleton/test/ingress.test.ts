import { Match } from 'aws-cdk-lib/assertions';
import { DefinitionError, parseDefinition } from '../lib/definition';
import { SMALLEST, TYPICAL } from './definitions';
import { resources, synthesize } from './synth';

const smallest = synthesize(parseDefinition(SMALLEST)).templates;
const typical = synthesize(parseDefinition(TYPICAL)).templates;

describe('Public load balancer', () => {
  it('R8: speaks TLS 1.2 or later and leads HTTP there with 301', () => {
    typical.ingress.hasResourceProperties(
      'AWS::ElasticLoadBalancingV2::Listener',
      {
        Port: 443,
        Protocol: 'HTTPS',
        SslPolicy: Match.stringLikeRegexp('^ELBSecurityPolicy-TLS13-1-2'),
        Certificates: [{ CertificateArn: Match.anyValue() }],
      },
    );
    typical.ingress.hasResourceProperties(
      'AWS::ElasticLoadBalancingV2::Listener',
      {
        Port: 80,
        DefaultActions: [
          {
            Type: 'redirect',
            RedirectConfig: Match.objectLike({
              Protocol: 'HTTPS',
              StatusCode: 'HTTP_301',
            }),
          },
        ],
      },
    );
  });

  it('R8: speaks plain HTTP in dev without a domain, and says so', () => {
    smallest.ingress.resourceCountIs('AWS::CertificateManager::Certificate', 0);
    expect(
      JSON.stringify(smallest.ingress.findOutputs('EndpointUrl')),
    ).toContain('http://');
  });

  it('R8: is not there without a domain in prod', () => {
    expect(() =>
      parseDefinition({ ...TYPICAL, domain: { enabled: false } }),
    ).toThrow(DefinitionError);
  });

  it.each(['AWS::ElasticLoadBalancingV2::LoadBalancer'])(
    'R8: each %s writes access logs and drops headers that are not valid',
    type => {
      const balancers = resources(typical.ingress, type);
      expect(balancers).toHaveLength(2);
      balancers.forEach(({ Properties }) => {
        expect(Properties.LoadBalancerAttributes).toEqual(
          expect.arrayContaining([
            { Key: 'access_logs.s3.enabled', Value: 'true' },
            {
              Key: 'routing.http.drop_invalid_header_fields.enabled',
              Value: 'true',
            },
            { Key: 'deletion_protection.enabled', Value: 'true' },
          ]),
        );
      });
    },
  );

  it('R8: takes targets out that fail their health check twice', () => {
    resources(typical, 'AWS::ElasticLoadBalancingV2::TargetGroup').forEach(
      ({ Properties }) => {
        expect(Properties).toMatchObject({
          HealthCheckPath: expect.stringMatching(/^\//),
          UnhealthyThresholdCount: 2,
        });
      },
    );
  });
});

describe('Internal load balancer', () => {
  it('R9: stands in the application tier and leads to the services', () => {
    typical.ingress.hasResourceProperties(
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      { Scheme: 'internal' },
    );
    const rules = resources(
      typical.compute,
      'AWS::ElasticLoadBalancingV2::ListenerRule',
    ).map(({ Properties }) => JSON.stringify(Properties.ListenerArn));
    expect(rules.filter(arn => arn.includes('Internal'))).toHaveLength(1);
  });

  it('R9: speaks TLS where there is a domain', () => {
    const protocols = resources(
      typical.ingress,
      'AWS::ElasticLoadBalancingV2::Listener',
    ).map(({ Properties }) => `${Properties.Protocol} ${Properties.Port}`);
    expect(protocols.sort()).toEqual(['HTTP 80', 'HTTPS 443', 'HTTPS 443']);
  });
});

describe('Domain', () => {
  it('R10: leads to the load balancer, for www too', () => {
    const names = resources(typical.ingress, 'AWS::Route53::RecordSet').map(
      ({ Properties }) => Properties.Name,
    );
    expect(names.sort()).toEqual([
      'internal.shop.example.com.',
      'shop.example.com.',
      'www.shop.example.com.',
    ]);
    typical.ingress.hasResourceProperties(
      'AWS::ElasticLoadBalancingV2::ListenerRule',
      {
        Conditions: [
          {
            Field: 'host-header',
            HostHeaderConfig: { Values: ['www.shop.example.com'] },
          },
        ],
        Actions: [
          Match.objectLike({
            Type: 'redirect',
            RedirectConfig: Match.objectLike({ Host: 'shop.example.com' }),
          }),
        ],
      },
    );
  });

  it('R10: has a certificate validated by DNS in the existing zone, and exports both', () => {
    typical.ingress.hasResourceProperties(
      'AWS::CertificateManager::Certificate',
      {
        DomainName: 'shop.example.com',
        SubjectAlternativeNames: Match.arrayWith(['www.shop.example.com']),
        ValidationMethod: 'DNS',
        DomainValidationOptions: Match.arrayWith([
          {
            DomainName: 'shop.example.com',
            HostedZoneId: 'Z0123456789ABCDEFGHIJ',
          },
        ]),
      },
    );
    typical.ingress.resourceCountIs('AWS::Route53::HostedZone', 0);
    expect(typical.ingress.findOutputs('DomainName')).toMatchObject({
      DomainName: { Value: 'shop.example.com' },
    });
    expect(
      Object.keys(typical.ingress.findOutputs('CertificateArn')),
    ).toHaveLength(1);
  });
});

describe('Firewall', () => {
  it.each([
    ['smallest', smallest],
    ['typical', typical],
  ])(
    'R11: stands before the load balancer of the %s platform',
    (_, { ingress }) => {
      const [webAcl] = resources(ingress, 'AWS::WAFv2::WebACL');
      const groups = webAcl.Properties.Rules.map(
        (rule: {
          Statement: { ManagedRuleGroupStatement?: { Name: string } };
        }) => rule.Statement.ManagedRuleGroupStatement?.Name,
      );
      expect(groups).toEqual([
        undefined,
        'AWSManagedRulesCommonRuleSet',
        'AWSManagedRulesKnownBadInputsRuleSet',
        'AWSManagedRulesSQLiRuleSet',
      ]);
      expect(
        webAcl.Properties.Rules[0].Statement.RateBasedStatement,
      ).toMatchObject({
        AggregateKeyType: 'IP',
        Limit: 2000,
      });
      ingress.resourceCountIs('AWS::WAFv2::WebACLAssociation', 1);
      ingress.resourceCountIs('AWS::WAFv2::LoggingConfiguration', 1);
    },
  );
});

describe('Sign-in', () => {
  it('R12: has a user pool with long passwords, a second factor and verified mail', () => {
    typical.auth.hasResourceProperties('AWS::Cognito::UserPool', {
      Policies: { PasswordPolicy: Match.objectLike({ MinimumLength: 12 }) },
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      AutoVerifiedAttributes: ['email'],
      DeletionProtection: 'ACTIVE',
    });
    typical.auth.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      AllowedOAuthFlows: ['code'],
      CallbackURLs: ['https://shop.example.com/oauth2/idpresponse'],
      PreventUserExistenceErrors: 'ENABLED',
    });
  });

  it('R12: stands before every service and before the answer to all else', () => {
    const actions = [
      ...resources(typical.ingress, 'AWS::ElasticLoadBalancingV2::Listener')
        .filter(({ Properties }) => Properties.Port === 443)
        .filter(
          ({ Properties }) => !JSON.stringify(Properties).includes('Internal'),
        )
        .map(({ Properties }) => Properties.DefaultActions),
      ...resources(typical.compute, 'AWS::ElasticLoadBalancingV2::ListenerRule')
        .filter(({ Properties }) =>
          JSON.stringify(Properties.ListenerArn).includes('Public'),
        )
        .map(({ Properties }) => Properties.Actions),
    ];
    expect(actions).toHaveLength(2);
    actions.forEach(([first]) => {
      expect(first).toMatchObject({
        Type: 'authenticate-cognito',
        AuthenticateCognitoConfig: { OnUnauthenticatedRequest: 'authenticate' },
      });
    });
  });

  it('R12: needs TLS, so that a definition without a domain cannot ask for it', () => {
    expect(() =>
      parseDefinition({ ...SMALLEST, auth: { enabled: true } }),
    ).toThrow('auth.enabled needs domain.enabled');
  });

  it.each(['/console', '/console/help', '/oauth2/idpresponse'])(
    'R12: keeps %s for the platform itself',
    path => {
      expect(() =>
        parseDefinition({
          ...SMALLEST,
          services: [{ name: 'web', image: 'nginx', path }],
        }),
      ).toThrow('services[0].path must not begin with');
    },
  );

  it('R12: is left out where the definition says so', () => {
    const { templates } = synthesize(
      parseDefinition({ ...TYPICAL, auth: { enabled: false } }),
    );
    expect(templates).not.toHaveProperty('auth');
    expect(JSON.stringify(templates.compute.toJSON())).not.toContain(
      'authenticate',
    );
  });
});
