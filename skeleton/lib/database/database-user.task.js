const {
  RDSDataClient,
  ExecuteStatementCommand,
} = require('@aws-sdk/client-rds-data');

// Creates the user that services and agents sign in as with IAM tokens. The statements are idempotent; the user is deleted
// with the database.
async function run({ RequestType, ResourceProperties }) {
  if (RequestType === 'Delete') return {};
  const { ClusterArn, SecretArn, Database, User } = ResourceProperties;
  const client = new RDSDataClient({});
  const statements = [
    `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${User}') THEN CREATE ROLE ${User} LOGIN; END IF; END $$`,
    `GRANT rds_iam TO ${User}`,
    `GRANT CONNECT, CREATE, TEMPORARY ON DATABASE ${Database} TO ${User}`,
    'CREATE EXTENSION IF NOT EXISTS vector',
  ];
  for (const sql of statements) {
    await execute(client, {
      resourceArn: ClusterArn,
      secretArn: SecretArn,
      database: Database,
      sql,
    });
  }
  return { User };
}

// A database that has paused itself needs a while to wake up.
async function execute(client, statement, tries = 6) {
  try {
    await client.send(new ExecuteStatementCommand(statement));
  } catch (error) {
    if (tries <= 1 || error.name !== 'DatabaseResumingException') throw error;
    await sleep(10);
    await execute(client, statement, tries - 1);
  }
}
