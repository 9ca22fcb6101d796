import { exampleDefinition } from '@agentinfra/backstage-plugin-agentinfra-node/testUtils';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { browseUrls, hostType, remotePlace } from './repositoryUrls';

const integrations = ScmIntegrations.fromConfig(
  new ConfigReader({
    integrations: {
      github: [
        { host: 'github.com', token: 'one' },
        { host: 'git.acme.com', apiBaseUrl: 'https://git.acme.com/api/v3' },
      ],
      gitlab: [{ host: 'gitlab.com', token: 'two' }],
      gitea: [{ host: 'gitea.acme.com' }],
    },
  }),
);
const at = (repoUrl: string) => exampleDefinition({ repoUrl });

describe('the repository of a platform', () => {
  it('is found at GitHub', async () => {
    const definition = at('github.com?owner=acme&repo=shop');

    expect(hostType(definition, integrations)).toBe('github');
    expect(browseUrls(definition, { integrations })).toEqual({
      filesUrl: 'https://github.com/acme/shop/blob/main',
      sourceUrl: 'https://github.com/acme/shop/tree/main/',
    });
    expect(await remotePlace(definition, integrations)).toEqual({
      url: 'https://github.com/acme/shop',
      username: 'x-access-token',
      password: 'one',
    });
  });

  it('is found in a group of GitLab', async () => {
    const definition = at('gitlab.com?owner=acme%2Fagents&repo=shop');

    expect(hostType(definition, integrations)).toBe('gitlab');
    expect(browseUrls(definition, { integrations })).toEqual({
      filesUrl: 'https://gitlab.com/acme/agents/shop/-/blob/main',
      sourceUrl: 'https://gitlab.com/acme/agents/shop/-/tree/main/',
    });
    expect(await remotePlace(definition, integrations)).toEqual({
      url: 'https://gitlab.com/acme/agents/shop',
      username: 'oauth2',
      password: 'two',
    });
  });

  it('needs a token', async () => {
    await expect(
      remotePlace(at('git.acme.com?owner=acme&repo=shop'), integrations),
    ).rejects.toThrow(
      /^repoUrl: the integration of the portal for git\.acme\.com has no token/,
    );
  });

  it('can be at another host, whose repositories the portal cannot change', async () => {
    const definition = at('gitea.acme.com?owner=acme&repo=shop');

    expect(hostType(definition, integrations)).toBeUndefined();
    expect(browseUrls(definition, { integrations })).toEqual({});
    await expect(remotePlace(definition, integrations)).rejects.toThrow(
      /^repoUrl: the portal can change repositories of GitHub and GitLab only/,
    );
  });

  it.each(['elsewhere.com?owner=acme&repo=shop', 'github.com?owner=acme'])(
    'names the field when it cannot be understood: %s',
    repoUrl => {
      expect(() => hostType(at(repoUrl), integrations)).toThrow(/^repoUrl: /);
    },
  );
});
