/// What a shell can offer while an operator types a setting's value.
package enum ValueOffer: Sendable, Equatable {
    /// Nothing: an address, a number, a name, a secret.
    case nothing
    /// Words, each a whole value.
    case words([String])
    /// The names of files and folders.
    case paths
}
