namespace Bulletin.Grains.Tests.Search;

public sealed class DocumentedCasesTests
{
    /// <summary>Case, query, message and whether Bulletin finds it, as the table in docs/search.md has them.</summary>
    private static readonly IReadOnlyList<string> Documented = [.. File.ReadLines(Path.Combine(Built.Root, "docs", "search.md"))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2)
        .Select(row => string.Join(" | ", row.Split(" | ")[..4]))];

    [Fact]
    public void Each_documented_case_is_tested_with_that_outcome() => Assert.Subset(SearchCases.All.Select(Row).ToHashSet(), Documented.ToHashSet());

    [Fact]
    public void Each_script_has_documented_cases() => Assert.Equal(
        SearchCases.All.Select(one => one.Group).Distinct(),
        Documented.Select(row => row[2..row.IndexOf(':', StringComparison.Ordinal)]).Distinct());

    private static string Row(SearchCase one) =>
        $"| {one.Title} | `{one.Query}` | `{one.Text.Replace('\n', ' ')}` | {(one.IsFound ? "yes" : "no")}";
}
