/// The Tavern surface's own bounds of input (contracts/tavern.md §4, §7). Texts are measured in
/// UTF-16 units.
enum TavernRules {
    static let descriptionUnitsMax = 4000
    static let keywordUnitsMax = 200
    static let limit = 1...100
    static let limitDefault = 50
    static let idsMax = 100
}
