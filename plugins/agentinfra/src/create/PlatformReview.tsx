import {
  Definition,
  DefinitionError,
  domainName,
  parseDefinition,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { ReviewStateProps } from '@backstage/plugin-scaffolder-react/alpha';
import { Alert, Card, CardBody, CardHeader, Grid, Text } from '@backstage/ui';
import { ReactNode } from 'react';
import { Facts } from '../facts';
import { useSandboxUrl } from '../sandbox';
import { ChangeNotice } from './ChangeNotice';
import { Page } from './Page';
import { PlanCard } from './PlanCard';
import { definitionOf } from './problems';

/** What Create will do: the time and cost of the platform, and what it will contain, with every default in its place. */
export function PlatformReview({ formState }: ReviewStateProps) {
  const sandboxUrl = useSandboxUrl();
  const result = parse(formState);
  if (result instanceof DefinitionError) {
    return (
      <Alert
        status="danger"
        icon
        title="The platform cannot be created like this"
        description={result.problems
          .map(({ path, message }) => `${path} ${message}`)
          .join('; ')}
      />
    );
  }
  return (
    <Page label="What the platform will contain">
      <ChangeNotice definition={result} />
      <PlanCard definition={result} />
      <Grid.Root columns={{ initial: '1', md: '2' }} gap="4">
        {Object.entries(reviewOf(result, sandboxUrl)).map(([title, facts]) => (
          <Card key={title} aria-label={title}>
            <CardHeader>
              <Text as="h3" variant="title-x-small" weight="bold">
                {title}
              </Text>
            </CardHeader>
            <CardBody>
              <Facts facts={facts} />
            </CardBody>
          </Card>
        ))}
      </Grid.Root>
    </Page>
  );
}

function parse(formState: ReviewStateProps['formState']) {
  try {
    return parseDefinition(definitionOf(formState));
  } catch (error) {
    if (error instanceof DefinitionError) {
      return error;
    }
    throw error;
  }
}

function reviewOf(
  definition: Definition,
  sandboxUrl?: string,
): Record<string, Record<string, ReactNode>> {
  const { agents, services, observability, budget } = definition;
  return {
    Platform: {
      Id: platformId(definition),
      Description: definition.description || 'None',
      Owner: definition.owner,
      Environment: definition.environment,
      'Cost center': definition.costCenter,
      Repository: definition.repoUrl ?? 'A local repository of the portal',
      'Deployed to': `${sandboxUrl ? 'The AWS sandbox' : 'AWS'}, account ${
        definition.account
      }, ${definition.region}`,
    },
    'Network and ingress': networkOf(definition),
    [`Agents (${agents.length})`]: Object.fromEntries(
      agents.map(({ name, protocol, modelId, memory, artifact }) => [
        name,
        [
          `${protocol}, ${modelId}`,
          memory && 'with memory',
          artifact === 'container' && 'from a container image',
        ]
          .filter(Boolean)
          .join(', '),
      ]),
    ),
    ...(services.length > 0 && {
      [`Services (${services.length})`]: Object.fromEntries(
        services.map(service => [
          service.name,
          `${service.image} at ${service.path}, ${
            service.desiredCount
          } tasks of ${service.cpu / 1024} vCPU and ${service.memoryMiB} MiB`,
        ]),
      ),
    }),
    Data: dataOf(definition),
    'Observability and budget': {
      Alarms: `By email to ${observability.alarmEmail}`,
      Logs: `Kept for ${observability.logRetentionDays} days`,
      Budget: `${budget.monthlyUsd} USD a month`,
    },
  };
}

function networkOf(definition: Definition): Record<string, ReactNode> {
  const { network, auth } = definition;
  const domain = domainName(definition.domain);
  return {
    VPC: `${network.cidr}, four tiers in ${network.availabilityZones} zones`,
    'NAT gateways': {
      'per-zone': `${network.availabilityZones}, one per zone`,
      single: 'A single one',
      none: 'None: AWS services through endpoints only',
    }[network.natGateways],
    Address: domain
      ? `https://${domain}`
      : 'Plain HTTP at the name of the load balancer',
    'Sign-in': auth.enabled ? 'Amazon Cognito' : 'None',
  };
}

function dataOf({
  database,
  search,
  knowledgeBase,
}: Definition): Record<string, ReactNode> {
  return {
    Database: database.enabled
      ? `Aurora PostgreSQL, ${database.minAcu} to ${
          database.maxAcu
        } ACU, backups for ${database.backupRetentionDays} days, ${
          database.proxy ? 'with' : 'without'
        } RDS Proxy`
      : 'None',
    Search: search.enabled
      ? {
          serverless: 'OpenSearch Serverless',
          domain: 'An OpenSearch domain, which takes 15 to 25 minutes',
        }[search.kind]
      : 'None',
    'Knowledge base': knowledgeBase.enabled ? 'Amazon Bedrock' : 'None',
  };
}
