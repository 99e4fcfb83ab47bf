/// A setting of the delivery that cannot be used, in words for the operator. They never hold the
/// setting itself, which may have a password in it.
package struct DeliverySettingFailure: Error, Sendable, Equatable, CustomStringConvertible {
    package let reason: String
    package var description: String { reason }

    init(_ reason: String) { self.reason = reason }
}
