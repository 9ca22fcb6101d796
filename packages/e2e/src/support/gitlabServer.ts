import { json } from 'node:stream/consumers';
import { type Call, type Certificate, GitHost, send } from './gitHost';

/** The only group. */
const GROUP = { id: 7, path: 'acme', kind: 'group' };

/** As much of GitLab as a portal needs, with one group, `acme`. */
export class GitlabServer extends GitHost {
  constructor(directory: string, certificate: Certificate) {
    super(directory, certificate, '/api/v4/');
  }

  protected async answer({ call, names, request, response }: Call) {
    switch (call) {
      case 'GET namespaces':
        send(response, 200, GROUP);
        break;
      case 'GET user':
        send(response, 200, { id: 1, username: 'portal' });
        break;
      case 'GET groups':
        // The projects of the group that have the wanted name.
        send(response, 200, []);
        break;
      case 'POST projects': {
        const { path } = (await json(request)) as { path: string };
        const project = `${GROUP.path}/${path}`;
        const url = `https://${this.host}/${project}.git`;
        await this.create(project);
        send(response, 201, { id: 1, http_url_to_repo: url });
        break;
      }
      case 'GET projects': {
        // Such as `/projects/acme%2Fshop/repository/files/catalog-info.yaml/raw`.
        const [project, , , file] = names;
        await this.sendFile(response, project, file);
        break;
      }
      default:
        send(response, 404, { message: 'Not Found' });
    }
  }
}
