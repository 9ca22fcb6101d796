/**
 * One row for each platform that was ever worked on: who works on it, or did last.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('agentinfra_leases', table => {
    table.string('platform_id').primary();
    table.string('task_id').notNullable().comment('The task that works on it');
    table.string('holder').notNullable().comment('The process that runs it');
    table.string('user_ref').comment('Who started the task');
    table
      .bigInteger('since')
      .notNullable()
      .comment('When the task began with it, in milliseconds');
    table
      .bigInteger('expires_at')
      .notNullable()
      .comment('Until when it is held, in milliseconds; 0 once released');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('agentinfra_leases');
};
