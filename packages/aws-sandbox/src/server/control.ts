import express, { Router } from 'express';
import { messageOf } from '../errors';
import type { FaultPlan } from '../faults/faultPlan';
import { parseFaults } from '../faults/parseFaults';
import type { SandboxState } from '../state/sandboxState';

/** The sandbox's own API, below `/_sandbox`: whether it is well, and what shall go wrong. */
export function controlRoutes({
  state,
  faults,
}: {
  state: SandboxState;
  faults: FaultPlan;
}): Router {
  const router = express.Router();
  router.get('/health', (_request, response) => {
    response.json({ status: 'ok', places: state.places().length });
  });
  router.get('/faults', (_request, response) => {
    response.json({ faults: faults.list() });
  });
  router.put('/faults', express.json(), (request, response) => {
    try {
      faults.set(parseFaults(request.body));
      response.json({ faults: faults.list() });
    } catch (error) {
      response.status(400).json({ error: messageOf(error) });
    }
  });
  return router;
}
