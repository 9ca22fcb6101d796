import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import express, {
  type ErrorRequestHandler,
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import type { DeploymentHost } from '../cloudformation/deploymentHost';
import { AwsError, messageOf } from '../errors';
import type { CallFault } from '../faults/faultPlan';
import { FindService, ServiceAnswer, ServiceCall } from '../services';
import { controlRoutes } from './control';
import type { Logger } from './logger';
import { type Caller, callerOf } from './signature';

/** The largest request body; parts of uploads and the assets of most apps are smaller. */
const MAXIMUM_BODY = '1gb';

/** Dependencies of the HTTP server. */
export interface AppOptions {
  readonly host: DeploymentHost;
  readonly services: FindService;
  readonly logger: Logger;
  /** Called for each call of a service. */
  readonly onCall: () => void;
  /** The pages for people. */
  readonly pages: express.Router;
}

/** Creates the HTTP server: requests with an AWS signature are calls of services, all others come from people. */
export function createApp(options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(refuseOtherSites);
  app.use(serviceCalls(options));
  app.use('/_sandbox', controlRoutes(options.host));
  app.use(options.pages);
  app.use(failures(options.logger));
  return app;
}

/** Refuses the requests that a page of another site makes in a browser; links from other sites are allowed. */
function refuseOtherSites(
  request: Request,
  response: Response,
  next: NextFunction,
): void {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  const isFromElsewhere =
    origin === undefined
      ? site === 'cross-site' && callerOfRequest(request) !== undefined
      : origin !== `http://${host}`;
  if (isFromElsewhere) {
    response.status(403).type('text/plain').send('Not from another site.');
  } else {
    next();
  }
}

/** Has services answer the requests that are signed. */
function serviceCalls(options: AppOptions): RequestHandler {
  const readBody = express.raw({ type: () => true, limit: MAXIMUM_BODY });
  return (request, response, next) => {
    const caller = callerOfRequest(request);
    if (!caller) {
      next();
      return;
    }
    options.onCall();
    readBody(request, response, error => {
      if (error) {
        next(error);
        return;
      }
      const call: ServiceCall = {
        caller,
        place: options.host.state.place(caller.account, caller.region),
        request,
        url: urlOf(request),
        body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
        requestId: randomUUID(),
      };
      answerCall(options, call, response).catch(next);
    });
  };
}

/** Answers requests that have failed. */
function failures(logger: Logger): ErrorRequestHandler {
  // Express recognizes error handlers by their four parameters.
  return (error, _request, response, _next) => {
    logger.error(messageOf(error));
    if (!response.headersSent) {
      response.status(500).type('text/plain').send(messageOf(error));
    }
  };
}

function callerOfRequest(request: Request): Caller | undefined {
  return callerOf(request.headers, urlOf(request).searchParams);
}

function urlOf({ originalUrl }: Request): URL {
  return new URL(originalUrl, 'http://sandbox');
}

async function answerCall(
  { services, host: { faults }, logger }: AppOptions,
  call: ServiceCall,
  response: Response,
): Promise<void> {
  const { service: name } = call.caller;
  const service = services(name);
  let operation: string | undefined;
  try {
    operation = service.operationOf(call);
    const isGone = await suffer(faults.callFaults(name, operation), response);
    if (!isGone) {
      send(response, call, await service.answer(call));
    }
  } catch (error) {
    const known = toAwsError(error);
    if (
      known.status >= 500 ||
      known.message.startsWith('The sandbox does not')
    ) {
      logger.warn(`${name}:${operation}: ${known.message}`);
    }
    send(response, call, service.errorAnswer(call, known));
  }
}

/**
 * Applies the faults that strike a call.
 *
 * @returns whether the connection was dropped
 * @throws AwsError if the call is to be answered with an error
 */
async function suffer(
  struck: CallFault[],
  response: Response,
): Promise<boolean> {
  const late = struck.find(({ kind }) => kind === 'latency');
  if (late) {
    await sleep(late.milliseconds ?? 1000);
  }
  if (struck.some(({ kind }) => kind === 'drop')) {
    response.socket?.destroy();
    return true;
  }
  const error = struck.map(({ kind }) => errorOf(kind)).find(Boolean);
  if (error) {
    throw error;
  }
  return false;
}

/** The error response of a fault; `undefined` for kinds without one. */
function errorOf(kind: CallFault['kind']): AwsError | undefined {
  switch (kind) {
    case 'throttle':
      return new AwsError('Throttling', 'Rate exceeded');
    case 'error':
      return new AwsError(
        'InternalFailure',
        'The sandbox was told to fail',
        500,
      );
    case 'expired':
      return new AwsError(
        'ExpiredToken',
        'The security token included in the request is expired',
        403,
      );
    default:
      return undefined;
  }
}

function toAwsError(error: unknown): AwsError {
  return error instanceof AwsError
    ? error
    : new AwsError('InternalFailure', messageOf(error), 500);
}

function send(
  response: Response,
  call: ServiceCall,
  { status, headers, body }: ServiceAnswer,
): void {
  response.status(status).set(headers);
  response.set('x-amzn-RequestId', call.requestId);
  response.set('x-amz-request-id', call.requestId);
  if (call.request.method === 'HEAD') {
    response.end();
  } else {
    response.end(body);
  }
}
