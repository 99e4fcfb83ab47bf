/// The BitAnswer surface's own rules of input (contracts/bitanswer.md §0).
enum BitAnswerRules {
    /// In code points.
    static let passwordLength = 1...128
    static let limit = 1...1000
    static let limitDefault = 50
    static let elementsMax = 1000
    /// What stands in the place of a password in an echo.
    static let passwordMask = "xxxxxx"
}
