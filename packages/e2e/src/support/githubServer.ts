import { json } from 'node:stream/consumers';
import { type Call, type Certificate, GitHost, send } from './gitHost';

/** As much of GitHub Enterprise as a portal needs. */
export class GithubServer extends GitHost {
  constructor(directory: string, certificate: Certificate) {
    super(directory, certificate, '/api/v3/');
  }

  protected async answer({ call, names, request, response }: Call) {
    switch (call) {
      case 'GET users':
        send(response, 200, { login: names[0], type: 'Organization' });
        break;
      case 'POST orgs': {
        const { name } = (await json(request)) as { name: string };
        const url = `https://${this.host}/${names[0]}/${name}`;
        await this.create(`${names[0]}/${name}`);
        send(response, 201, { name, html_url: url, clone_url: `${url}.git` });
        break;
      }
      case 'PUT repos':
        // The protection of a branch.
        send(response, 200, {});
        break;
      case 'GET repos': {
        // Such as `/repos/acme/shop/contents/catalog-info.yaml`.
        const [owner, repository, , ...file] = names;
        await this.sendFile(response, `${owner}/${repository}`, file.join('/'));
        break;
      }
      default:
        send(response, 404, { message: 'Not Found' });
    }
  }
}
