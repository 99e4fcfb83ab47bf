extension Migration {
    /// Accounts and their login ids, sessions, keys, counters, audit trail and outbox. Times are
    /// milliseconds since 1970 UTC; `*_key` columns hold folded text; flags are 0 or 1.
    static let foundation = Migration(number: 1, name: "001-foundation") { dialect in
        accounts(dialect) + namespace(dialect) + credentials(dialect) + records(dialect)
    }

    private static func accounts(_ dialect: Dialect) -> [String] {
        [
            """
            CREATE TABLE account (
                id \(dialect.identityColumn),
                guid TEXT NOT NULL UNIQUE,
                instance_id TEXT NOT NULL UNIQUE,
                name TEXT NOT NULL,
                name_key \(dialect.keyText) NOT NULL CHECK (name_key <> ''),
                display_name TEXT NOT NULL,
                display_name_key \(dialect.keyText) NOT NULL,
                email TEXT,
                email_key \(dialect.keyText),
                email_is_proven INTEGER NOT NULL CHECK (email_is_proven IN (0, 1)),
                phone TEXT,
                phone_key \(dialect.keyText),
                phone_is_proven INTEGER NOT NULL CHECK (phone_is_proven IN (0, 1)),
                avatar TEXT,
                background TEXT,
                bio TEXT,
                sex INTEGER NOT NULL CHECK (sex IN (0, 1, 2)),
                location TEXT,
                role TEXT NOT NULL CHECK (role IN ('user', 'admin')),
                status TEXT NOT NULL CHECK (status IN ('active', 'disabled')),
                extend TEXT,
                password_hash TEXT,
                revision BIGINT NOT NULL CHECK (revision >= 0),
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                last_login_at BIGINT,
                deleted_at BIGINT,
                CHECK ((email IS NULL) = (email_key IS NULL)),
                CHECK ((phone IS NULL) = (phone_key IS NULL)),
                CHECK (email IS NOT NULL OR email_is_proven = 0),
                CHECK (phone IS NOT NULL OR phone_is_proven = 0)
            )
            """,
            "CREATE UNIQUE INDEX account_live_name ON account (name_key) WHERE deleted_at IS NULL",
            """
            CREATE INDEX account_deleted_name ON account (name_key) WHERE deleted_at IS NOT NULL
            """,
            "CREATE INDEX account_deleted_at ON account (deleted_at) WHERE deleted_at IS NOT NULL",
            """
            CREATE INDEX account_administrator ON account (id)
            WHERE role = 'admin' AND status = 'active' AND deleted_at IS NULL
            """,
        ]
    }

    private static func namespace(_ dialect: Dialect) -> [String] {
        [
            """
            CREATE TABLE login_id (
                login_key \(dialect.keyText) NOT NULL PRIMARY KEY CHECK (login_key <> ''),
                account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
                is_name INTEGER NOT NULL CHECK (is_name IN (0, 1)),
                is_email INTEGER NOT NULL CHECK (is_email IN (0, 1)),
                is_proven_email INTEGER NOT NULL CHECK (is_proven_email <= is_email),
                is_phone INTEGER NOT NULL CHECK (is_phone IN (0, 1)),
                CHECK (is_name + is_email + is_phone > 0)
            )
            """,
            "CREATE INDEX login_id_account ON login_id (account_id)",
            """
            CREATE TABLE freed_name (
                name_key \(dialect.keyText) NOT NULL PRIMARY KEY,
                closed_until BIGINT NOT NULL
            )
            """,
            "CREATE INDEX freed_name_until ON freed_name (closed_until)",
            """
            CREATE TABLE surface_key (
                surface TEXT NOT NULL,
                external_key \(dialect.keyText) NOT NULL,
                account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
                PRIMARY KEY (surface, external_key),
                UNIQUE (account_id, surface)
            )
            """,
        ]
    }

    private static func credentials(_ dialect: Dialect) -> [String] {
        [
            """
            CREATE TABLE session (
                id \(dialect.keyText) NOT NULL PRIMARY KEY,
                account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
                surface TEXT NOT NULL,
                generation BIGINT NOT NULL CHECK (generation >= 0),
                created_at BIGINT NOT NULL,
                last_used_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                address TEXT,
                user_agent TEXT
            )
            """,
            "CREATE INDEX session_account ON session (account_id, created_at)",
            "CREATE INDEX session_expiry ON session (expires_at)",
            """
            CREATE TABLE api_key (
                id \(dialect.identityColumn),
                account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
                name TEXT NOT NULL,
                role TEXT NOT NULL CHECK (role IN ('user', 'admin')),
                scopes TEXT,
                secret_hash TEXT NOT NULL UNIQUE,
                created_at BIGINT NOT NULL,
                last_used_at BIGINT
            )
            """,
            "CREATE INDEX api_key_account ON api_key (account_id)",
            """
            CREATE TABLE failure_counter (
                subject \(dialect.keyText) NOT NULL PRIMARY KEY,
                failures BIGINT NOT NULL CHECK (failures >= 0),
                blocked_until BIGINT,
                updated_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX failure_counter_age ON failure_counter (updated_at)",
            """
            CREATE TABLE signing_key (
                key_id TEXT NOT NULL PRIMARY KEY,
                algorithm TEXT NOT NULL,
                public_key TEXT NOT NULL,
                wrapped_private_key TEXT NOT NULL,
                created_at BIGINT NOT NULL
            )
            """,
        ]
    }

    private static func records(_ dialect: Dialect) -> [String] {
        [
            """
            CREATE TABLE audit_entry (
                id \(dialect.identityColumn),
                at BIGINT NOT NULL,
                action TEXT NOT NULL,
                subject_id BIGINT,
                actor_id BIGINT,
                api_key_id BIGINT,
                surface TEXT NOT NULL,
                request_id TEXT NOT NULL,
                address TEXT,
                fields TEXT NOT NULL
            )
            """,
            "CREATE INDEX audit_entry_subject ON audit_entry (subject_id, id)",
            """
            CREATE TABLE outbox_event (
                id \(dialect.identityColumn),
                at BIGINT NOT NULL,
                type TEXT NOT NULL,
                account_id BIGINT NOT NULL,
                guid TEXT NOT NULL,
                revision BIGINT NOT NULL
            )
            """,
            "CREATE INDEX outbox_event_at ON outbox_event (at)",
            """
            CREATE TABLE directory_fact (
                name TEXT NOT NULL PRIMARY KEY,
                value TEXT NOT NULL
            )
            """,
        ]
    }
}
