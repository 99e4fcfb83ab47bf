extension Account {
    /// Whether `other`, the same account at another time, is logged in to or recovered in another
    /// way, may or may not be logged in to, or has another role. Texts count as they are spelt, not by
    /// their keys: codes go to the stored spelling.
    func hasOtherCredentials(than other: Account) -> Bool {
        name != other.name || email != other.email || emailIsProven != other.emailIsProven
            || phone != other.phone || phoneIsProven != other.phoneIsProven
            || passwordHash != other.passwordHash
            || (deletedAt == nil) != (other.deletedAt == nil)
            || status != other.status || role != other.role
    }
}
