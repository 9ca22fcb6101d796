import { AlbJwksCache } from 'aws-jwt-verify/alb-cache';
import { generateKeyPairSync, sign } from 'node:crypto';
import { IncomingMessage } from 'node:http';
import { SignedInUsers } from '../../console/users';

const SIGN_IN = {
  loadBalancerArn:
    'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/shop/1',
  issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool',
  clientId: 'client-1',
};
const KEY_ID = '11111111-2222-4333-8444-555555555555';

const { privateKey, publicKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
});

/** Claims as a load balancer signs them. */
function claims(changes: { header?: object; payload?: object } = {}): string {
  const exp = Math.floor(Date.now() / 1000) + 60;
  const parts = [
    {
      alg: 'ES256',
      kid: KEY_ID,
      typ: 'JWT',
      signer: SIGN_IN.loadBalancerArn,
      iss: SIGN_IN.issuer,
      client: SIGN_IN.clientId,
      exp,
      ...changes.header,
    },
    {
      sub: 'ada',
      email: 'ada@example.com',
      iss: SIGN_IN.issuer,
      exp,
      ...changes.payload,
    },
  ].map(part => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const signature = sign('sha256', Buffer.from(parts.join('.')), {
    key: privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  return [...parts, signature.toString('base64url')].join('.');
}

function request(headers: Record<string, string>): IncomingMessage {
  return { headers } as unknown as IncomingMessage;
}

describe('R14: who has signed in at the load balancer', () => {
  const published = publicKey.export({ type: 'spki', format: 'pem' });
  const users = new SignedInUsers(
    SIGN_IN,
    new AlbJwksCache({
      fetcher: {
        fetch: async () => new TextEncoder().encode(String(published)).buffer,
      },
    }),
  );
  const of = (data: string) =>
    users.of(
      request({
        'x-amzn-oidc-data': data,
        'x-amzn-oidc-accesstoken': 'token',
      }),
    );

  it('is known, with the token that agents ask for', async () => {
    expect(await of(claims())).toEqual({
      id: 'ada',
      name: 'ada@example.com',
      accessToken: 'token',
    });
  });

  it.each([
    [
      'signed by another load balancer',
      { header: { signer: `${SIGN_IN.loadBalancerArn}2` } },
    ],
    ['made for another client', { header: { client: 'client-2' } }],
    ['from another user pool', { payload: { iss: `${SIGN_IN.issuer}2` } }],
    ['that have expired', { payload: { exp: 1 }, header: { exp: 1 } }],
    ['that are not signed', { header: { alg: 'none' } }],
  ])('is not known by claims %s', async (_, changes) => {
    await expect(of(claims(changes))).rejects.toMatchObject({ status: 401 });
  });

  it('is not known by claims that somebody changed', async () => {
    const [header, , signature] = claims().split('.');
    const [, payload] = claims({ payload: { sub: 'eve' } }).split('.');

    await expect(
      of([header, payload, signature].join('.')),
    ).rejects.toMatchObject({ status: 401 });
  });

  it('is not known without claims', async () => {
    await expect(users.of(request({}))).rejects.toMatchObject({ status: 401 });
  });
});
