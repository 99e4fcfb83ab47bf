import Synchronization

/// What a rehearsed import would have made so far: the rows to come must meet it as if it were
/// stored, and nothing is.
package final class ImportRehearsal: Sendable {
    /// Accounts that are not there have the negated number of their row.
    struct Plans: Sendable {
        var accounts: [AccountID: Account] = [:]
        var names: [FoldedKey: AccountID] = [:]
        var owners: [FoldedKey: LoginIDOwner] = [:]
        var guids: [String: AccountID] = [:]
        var instanceIDs: [String: AccountID] = [:]
        var keys: [SurfaceKey: AccountID] = [:]
        var keysOf: [AccountOnSurface: String] = [:]
        var cards: [String: AccountID] = [:]
        var cardNames: [CardPlace: AccountID] = [:]
        var run: ImportRun

        init(at time: Timestamp) { run = ImportRun(id: "", at: time) }
    }

    struct SurfaceKey: Hashable, Sendable {
        let surface: SurfaceName
        let key: String
    }

    struct AccountOnSurface: Hashable, Sendable {
        let account: AccountID
        let surface: SurfaceName
    }

    struct CardPlace: Hashable, Sendable {
        let owner: AccountID
        let name: CardName
    }

    private let plans: Mutex<Plans>

    package init(at time: Timestamp) { plans = Mutex(Plans(at: time)) }

    func withPlans<Value: Sendable>(_ body: (inout Plans) -> Value) -> Value {
        plans.withLock { body(&$0) }
    }
}
