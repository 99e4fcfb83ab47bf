/// What a verification code is for. A code of one purpose is worth nothing for the other
/// (THREATS 6; contracts/thinksns.md §0, "two purposes, one per door").
package enum CodePurpose: String, Sendable, CaseIterable {
    /// To make an address one's own: registration, or binding it to an account.
    case claim
    /// To show that a bound address is one's own: login, recovery, unbinding.
    case prove
}
