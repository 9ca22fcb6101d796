import { AlbJwtVerifier } from 'aws-jwt-verify';
import { AlbJwksCache } from 'aws-jwt-verify/alb-cache';
import { IncomingMessage } from 'node:http';
import { Failure } from '../agent-kit/failure';

/** Who calls. */
export interface User {
  /** Unique, and the same at each sign-in. */
  readonly id: string;
  /** What to greet with. */
  readonly name?: string;
  /** The token that agents ask for. */
  readonly accessToken?: string;
}

/** Tells who sends a request. */
export interface Users {
  /**
   * The sender of a request.
   *
   * @throws a `Failure` with status 401 if nobody has signed in
   */
  of(request: IncomingMessage): Promise<User>;
}

/** The users of a platform that lets everybody in. */
export const EVERYBODY: Users = {
  of: async () => ({ id: 'everybody' }),
};

/** Where people sign in. */
export interface SignIn {
  /** ARN of the load balancer that lets people sign in. */
  readonly loadBalancerArn: string;
  /** URL of the user pool, as its tokens name it. */
  readonly issuer: string;
  /** Id of the client of the load balancer in the user pool. */
  readonly clientId: string;
}

/**
 * People who have signed in at the load balancer, which says so in a header that it signs.
 *
 * Source: Elastic Load Balancing, Application Load Balancers, "User claims encoding and signature verification".
 */
export class SignedInUsers implements Users {
  private readonly verifier;

  /**
   * @param signIn - where people sign in
   * @param keys - where the keys of the load balancer come from; AWS publishes them for each region
   */
  constructor(signIn: SignIn, keys = new AlbJwksCache()) {
    this.verifier = AlbJwtVerifier.create(
      {
        albArn: signIn.loadBalancerArn,
        issuer: signIn.issuer,
        clientId: signIn.clientId,
      },
      { jwksCache: keys },
    );
  }

  async of({ headers }: IncomingMessage): Promise<User> {
    const claims = headers['x-amzn-oidc-data'];
    const accessToken = headers['x-amzn-oidc-accesstoken'];
    if (typeof claims !== 'string' || typeof accessToken !== 'string') {
      throw new Failure(
        401,
        'Nobody has signed in. Sign-in needs a domain: without one, the load balancer has no TLS to sign in over.',
      );
    }
    try {
      const { sub, email } = await this.verifier.verify(claims);
      return { id: sub, name: textOf(email), accessToken };
    } catch (error) {
      throw new Failure(401, 'The sign-in is not valid; sign in again.', error);
    }
  }
}

function textOf(claim: unknown): string | undefined {
  return typeof claim === 'string' ? claim : undefined;
}
