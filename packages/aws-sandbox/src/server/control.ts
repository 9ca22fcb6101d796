import express, { Router } from 'express';
import type { DeploymentHost } from '../cloudformation/deploymentHost';
import { messageOf } from '../errors';
import { asObject } from '../json';
import { parseFaults } from '../faults/parseFaults';

/** The sandbox's own API, below `/_sandbox`: its health, its speed, and its plan of faults. */
export function controlRoutes(host: DeploymentHost): Router {
  const router = express.Router();
  const { state, faults } = host;
  router.get('/health', (_request, response) => {
    response.json({ status: 'ok', places: state.places().length });
  });
  setting(router, '/speed', {
    get: () => ({ speed: host.speed }),
    set: body => {
      host.speed = parseSpeed(body);
    },
  });
  setting(router, '/faults', {
    get: () => ({ faults: faults.list() }),
    set: body => faults.set(parseFaults(body)),
  });
  return router;
}

/** A setting that `GET` returns and `PUT` replaces; the response to an invalid value is 400. */
function setting(
  router: Router,
  path: string,
  { get, set }: { get: () => object; set: (body: unknown) => void },
): void {
  router.get(path, (_request, response) => {
    response.json(get());
  });
  router.put(path, express.json(), (request, response) => {
    try {
      set(request.body);
      response.json(get());
    } catch (error) {
      response.status(400).json({ error: messageOf(error) });
    }
  });
}

function parseSpeed(body: unknown): number {
  const { speed } = asObject(body);
  if (typeof speed !== 'number' || !(speed >= 0)) {
    throw new Error(
      'The speed is a number of 0 or more, such as {"speed": 0.1}.',
    );
  }
  return speed;
}
