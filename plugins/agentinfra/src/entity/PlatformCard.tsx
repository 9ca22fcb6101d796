import {
  ANNOTATION_AWS_ACCOUNT_ID,
  ANNOTATION_AWS_REGION,
  ANNOTATION_ENVIRONMENT,
  ANNOTATION_MODEL_ID,
  ANNOTATION_PROTOCOL,
  ANNOTATION_SANDBOX_URL,
  AGENT_COMPONENT_TYPE,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { Entity, RELATION_HAS_PART } from '@backstage/catalog-model';
import {
  EntityInfoCard,
  EntityRefLink,
  useEntity,
  useRelatedEntities,
} from '@backstage/plugin-catalog-react';
import { Alert, Flex, Link, Text } from '@backstage/ui';
import { Facts } from '../facts';

/** Where a platform runs, its agents and its dashboards. */
export function PlatformCard() {
  const { entity } = useEntity();
  const { annotations = {}, links = [] } = entity.metadata;
  const sandboxUrl = annotations[ANNOTATION_SANDBOX_URL];
  return (
    <EntityInfoCard title="Platform">
      <Flex direction="column" gap="4">
        {sandboxUrl && (
          <Alert
            status="warning"
            icon
            title="Sandbox"
            description="This platform runs in the AWS sandbox, not in AWS."
          />
        )}
        <Facts
          facts={{
            Account: annotations[ANNOTATION_AWS_ACCOUNT_ID],
            Region: annotations[ANNOTATION_AWS_REGION],
            Environment: annotations[ANNOTATION_ENVIRONMENT],
            'Deployed to': sandboxUrl ? (
              <Link href={sandboxUrl} target="_blank">
                AWS sandbox
              </Link>
            ) : (
              'AWS'
            ),
            Agents: <Agents platform={entity} />,
            Dashboards: (
              <Flex direction="column" gap="1">
                {links.map(({ url, title }) => (
                  <Link key={url} href={url} target="_blank">
                    {title ?? url}
                  </Link>
                ))}
              </Flex>
            ),
          }}
        />
      </Flex>
    </EntityInfoCard>
  );
}

function Agents({ platform }: { platform: Entity }) {
  const { entities = [], loading } = useRelatedEntities(platform, {
    type: RELATION_HAS_PART,
    kind: 'component',
  });
  const agents = entities.filter(
    ({ spec }) => spec?.type === AGENT_COMPONENT_TYPE,
  );
  if (agents.length === 0) {
    return <Text>{loading ? 'Loading…' : 'None in the catalog yet'}</Text>;
  }
  return (
    <Flex direction="column" gap="1">
      {agents.map(agent => (
        <Flex key={agent.metadata.name} direction="column" gap="0">
          <EntityRefLink entityRef={agent} title={agent.metadata.title} />
          <Text variant="body-small" color="secondary">
            {[ANNOTATION_PROTOCOL, ANNOTATION_MODEL_ID]
              .map(annotation => agent.metadata.annotations?.[annotation])
              .filter(Boolean)
              .join(', ')}
          </Text>
        </Flex>
      ))}
    </Flex>
  );
}
