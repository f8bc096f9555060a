import { error, type Finding, judge, warning } from '../../diagnose/finding.ts';

/** Columns of a question for `Rights`. Tables of the archive are those that belong to whoever made it. */
export const RIGHTS = `current_user AS user, current_schema() AS schema,
  coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS can_create,
  ${firstOf("NOT has_table_privilege(t.oid, 'SELECT')")} AS unreadable,
  ${firstOf("has_table_privilege(t.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')")} AS writable,
  ${firstOf("NOT pg_has_role(t.relowner, 'USAGE')")} AS not_owned`;

/** The first table of which something is so. */
function firstOf(condition: string): string {
  return `(SELECT min(t.relname::text) FROM pg_class t JOIN pg_class head ON head.oid = to_regclass('head')
    WHERE t.relkind = 'r' AND t.relnamespace = head.relnamespace AND t.relowner = head.relowner AND ${condition})`;
}

/** What a role may do. Names of tables are absent where there is no such one. */
export interface Rights {
  user: string;
  schema: string | null;
  can_create: boolean;
  unreadable: string | null;
  writable: string | null;
  not_owned: string | null;
}

/** @param isWriter false for a role of web nodes */
export function judgeRights(place: string, rights: Rights, isWriter: boolean): Finding {
  const { user, unreadable } = rights;
  const check = 'rights';
  if (unreadable !== null) {
    const message = `${place}: ${user} may not read the table ${unreadable}; grant SELECT on all tables`;
    return { check, ...error(message) };
  }
  return isWriter ? judgeWriter(place, rights) : judgeReader(place, rights);
}

function judgeReader(place: string, { user, schema, can_create: canCreate, writable }: Rights): Finding {
  const check = 'rights';
  if (writable !== null) {
    const message = `${place}: ${user} may read and write (${writable}); a role that may only read is enough for --read-only`;
    return { check, ...warning(message) };
  }
  const message = `${place}: ${user} may read and not write`;
  const much = `${message}, but make tables; run: REVOKE CREATE ON SCHEMA ${schema} FROM PUBLIC`;
  return judge(check, !canCreate, message, warning(much));
}

function judgeWriter(place: string, { user, schema, can_create: canCreate, not_owned: notOwned }: Rights): Finding {
  const lacking =
    notOwned === null
      ? `run: GRANT CREATE ON SCHEMA ${schema ?? 'public'} TO ${user}`
      : `let it own ${notOwned} and all others`;
  const message = `${place}: ${user} may not make or change tables; ${lacking}`;
  return judge('rights', canCreate && notOwned === null, `${place}: ${user} may write`, error(message));
}
