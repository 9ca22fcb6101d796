import {
  MarkdownContent,
  Progress,
  ResponseErrorPanel,
} from '@backstage/core-components';
import { fetchApiRef, useApi } from '@backstage/frontend-plugin-api';
import { ResponseError } from '@backstage/errors';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Card, CardBody } from '@backstage/ui';
import { useLocation } from 'react-router-dom';
import useAsync from 'react-use/esm/useAsync';
import { documentAt, linkFrom } from './paths';

/** The documents in the local repository of a platform: its README, its runbooks, and what they link to. */
export function DocumentsTab() {
  const { entity } = useEntity();
  const { fetch } = useApi(fetchApiRef);
  const { pathname } = useLocation();
  const { name } = entity.metadata;
  const document = documentAt(pathname);
  const { value, error } = useAsync(async () => {
    const response = await fetch(
      `plugin://agentinfra/platforms/${name}/documents/${document}`,
    );
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response.text();
  }, [fetch, name, document]);
  if (error) {
    return <ResponseErrorPanel error={error} />;
  }
  if (value === undefined) {
    return <Progress />;
  }
  return (
    <Card>
      <CardBody>
        <MarkdownContent
          content={value}
          transformLinkUri={href => linkFrom(pathname, href)}
        />
      </CardBody>
    </Card>
  );
}
