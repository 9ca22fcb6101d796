import {
  ANNOTATION_AWS_ACCOUNT_ID,
  ANNOTATION_AWS_REGION,
  ANNOTATION_ENVIRONMENT,
  ANNOTATION_SANDBOX_URL,
  PLATFORM_COMPONENT_TYPE,
  PLATFORM_TEMPLATE,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { Entity, RELATION_OWNED_BY } from '@backstage/catalog-model';
import { Progress, ResponseErrorPanel } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import {
  catalogApiRef,
  EntityRefLink,
  EntityRefLinks,
  getEntityRelations,
} from '@backstage/plugin-catalog-react';
import {
  ButtonLink,
  Card,
  CardBody,
  CardHeader,
  Container,
  Flex,
  Grid,
  Text,
} from '@backstage/ui';
import useAsync from 'react-use/esm/useAsync';
import { Facts } from '../facts';
import { templateRouteRef } from '../routes';
import styles from './PlatformsPage.module.css';

/** All platforms, and a button that creates another one. */
export function PlatformsPage() {
  const formRoute = useRouteRef(templateRouteRef);
  return (
    <main>
      <Container>
        <Flex direction="column" gap="6" py="6">
          <Flex direction="column" gap="3" align="start">
            <Text as="h2" variant="title-medium" weight="bold">
              Bedrock agent platforms
            </Text>
            <Text as="p" variant="body-large" color="secondary">
              A complete platform for your agents in your AWS account, minutes
              after you fill in a form: network, ingress, agents, data,
              dashboards and budget, with its CDK code in your own repository.
            </Text>
            {formRoute && (
              <ButtonLink
                variant="primary"
                href={formRoute({
                  namespace: PLATFORM_TEMPLATE.namespace,
                  templateName: PLATFORM_TEMPLATE.name,
                })}
              >
                Create a Bedrock agent platform
              </ButtonLink>
            )}
          </Flex>
          <Platforms />
        </Flex>
      </Container>
    </main>
  );
}

function Platforms() {
  const catalogApi = useApi(catalogApiRef);
  const { value, error } = useAsync(
    () =>
      catalogApi.getEntities({
        filter: { kind: 'Component', 'spec.type': PLATFORM_COMPONENT_TYPE },
        order: { field: 'metadata.name', order: 'asc' },
      }),
    [catalogApi],
  );
  if (error) {
    return <ResponseErrorPanel error={error} />;
  }
  if (!value) {
    return <Progress />;
  }
  if (value.items.length === 0) {
    return <Text color="secondary">There are no platforms yet.</Text>;
  }
  return (
    <Grid.Root columns={{ initial: '1', sm: '2', lg: '3' }} gap="4">
      {value.items.map(platform => (
        <PlatformSummary key={platform.metadata.uid} platform={platform} />
      ))}
    </Grid.Root>
  );
}

function PlatformSummary({ platform }: { platform: Entity }) {
  const { annotations = {}, title, name, description } = platform.metadata;
  return (
    <Card aria-label={title ?? name}>
      <CardHeader>
        <Text as="h3" variant="title-x-small" className={styles.words}>
          <EntityRefLink entityRef={platform} hideIcon />
        </Text>
      </CardHeader>
      <CardBody>
        <Flex direction="column" gap="3">
          {description && (
            <Text as="p" className={styles.words}>
              {description}
            </Text>
          )}
          <Facts
            facts={{
              Owner: (
                <EntityRefLinks
                  entityRefs={getEntityRelations(platform, RELATION_OWNED_BY)}
                />
              ),
              Environment: annotations[ANNOTATION_ENVIRONMENT],
              Account: annotations[ANNOTATION_AWS_ACCOUNT_ID],
              Region: annotations[ANNOTATION_AWS_REGION],
              'Deployed to': annotations[ANNOTATION_SANDBOX_URL]
                ? 'AWS sandbox'
                : 'AWS',
            }}
          />
        </Flex>
      </CardBody>
    </Card>
  );
}
