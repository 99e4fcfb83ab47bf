extension Migration {
    /// Verification codes, the outbox of messages, follows, counters, ledgers and uploads.
    static let people = Migration(number: 3, name: "003-people") { dialect in
        codes(dialect) + social(dialect) + ledger(dialect) + media(dialect)
    }

    private static func codes(_ dialect: Dialect) -> [String] {
        [
            """
            CREATE TABLE verification_code (
                id \(dialect.keyText) NOT NULL PRIMARY KEY,
                purpose TEXT NOT NULL CHECK (purpose IN ('claim', 'prove')),
                destination TEXT NOT NULL,
                account_id BIGINT REFERENCES account (id) ON DELETE CASCADE,
                code_hash TEXT,
                tries_left BIGINT NOT NULL CHECK (tries_left >= 0),
                sent_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL
            )
            """,
            // One that can be typed at a time, whatever the code does.
            """
            CREATE UNIQUE INDEX verification_code_open ON verification_code (purpose, destination)
            WHERE code_hash IS NOT NULL
            """,
            "CREATE INDEX verification_code_sent ON verification_code (destination, sent_at)",
            "CREATE INDEX verification_code_age ON verification_code (sent_at)",
            "CREATE INDEX verification_code_account ON verification_code (account_id)",
            """
            CREATE TABLE outbox_message (
                id \(dialect.keyText) NOT NULL PRIMARY KEY,
                channel TEXT NOT NULL CHECK (channel IN ('mail', 'sms')),
                recipient TEXT NOT NULL,
                purpose TEXT CHECK (purpose IN ('claim', 'prove')),
                sealed_code TEXT,
                created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                attempts BIGINT NOT NULL CHECK (attempts >= 0),
                due_at BIGINT NOT NULL,
                CHECK ((purpose IS NULL) = (sealed_code IS NULL))
            )
            """,
            "CREATE INDEX outbox_message_due ON outbox_message (due_at, id)",
            // Phones in the common spellings of one number; those of others than mainland mobiles
            // are their own.
            """
            CREATE INDEX account_phone ON account (REPLACE(REPLACE(phone_key, ' ', ''), '-', ''))
            WHERE phone_key IS NOT NULL
            """,
        ]
    }

    private static func social(_ dialect: Dialect) -> [String] {
        [
            """
            CREATE TABLE follow (
                id \(dialect.identityColumn),
                follower_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
                followee_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
                created_at BIGINT NOT NULL,
                UNIQUE (follower_id, followee_id),
                CHECK (follower_id <> followee_id)
            )
            """,
            "CREATE INDEX follow_followings ON follow (follower_id, id)",
            "CREATE INDEX follow_followers ON follow (followee_id, id)",
            """
            CREATE TABLE account_counter (
                account_id BIGINT NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
                likes BIGINT NOT NULL CHECK (likes >= 0),
                comments BIGINT NOT NULL CHECK (comments >= 0),
                feeds BIGINT NOT NULL CHECK (feeds >= 0),
                followers BIGINT NOT NULL CHECK (followers >= 0),
                followings BIGINT NOT NULL CHECK (followings >= 0),
                updated_at BIGINT NOT NULL
            )
            """,
        ]
    }

    private static func ledger(_ dialect: Dialect) -> [String] {
        [
            """
            CREATE TABLE ledger_entry (
                account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
                currency TEXT NOT NULL CHECK (currency IN ('cents', 'points')),
                number BIGINT NOT NULL CHECK (number > 0),
                amount BIGINT NOT NULL CHECK (amount <> 0),
                note TEXT NOT NULL,
                at BIGINT NOT NULL,
                balance BIGINT NOT NULL CHECK (balance >= 0),
                income BIGINT NOT NULL,
                expenses BIGINT NOT NULL,
                PRIMARY KEY (account_id, currency, number),
                CHECK (balance = income - expenses)
            )
            """
        ]
    }

    private static func media(_ dialect: Dialect) -> [String] {
        [
            // An account that is purged leaves its uploads behind without owner, until their files
            // are gone too.
            """
            CREATE TABLE media (
                node \(dialect.keyText) NOT NULL PRIMARY KEY,
                account_id BIGINT REFERENCES account (id) ON DELETE SET NULL,
                state TEXT NOT NULL CHECK (state IN ('planned', 'stored', 'doomed')),
                media_type TEXT NOT NULL,
                bytes_count BIGINT NOT NULL CHECK (bytes_count > 0),
                md5 TEXT NOT NULL,
                token_hash TEXT,
                width BIGINT,
                height BIGINT,
                created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                CHECK (state <> 'stored' OR (width > 0 AND height > 0 AND token_hash IS NULL))
            )
            """,
            "CREATE INDEX media_account ON media (account_id, created_at)",
            "CREATE INDEX media_age ON media (created_at) WHERE state <> 'doomed'",
            "CREATE INDEX media_doomed ON media (node) WHERE state = 'doomed'",
        ]
    }
}
