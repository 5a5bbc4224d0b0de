using Bulletin.Grains.Search;
using Bulletin.Grains.Search.Analysis;

namespace Bulletin.Grains.Tests.Search;

public sealed class SearchCasesTests
{
    [Theory, MemberData(nameof(SearchCases.Titles), MemberType = typeof(SearchCases))]
    public void A_search_finds_what_the_table_says(string title)
    {
        var example = SearchCases.Named(title);
        Assert.Equal(example.IsFound, Evaluator.Finds(example.Texts, example.Text));
    }

    [Theory, MemberData(nameof(SearchCases.Titles), MemberType = typeof(SearchCases))]
    public void What_is_found_is_marked_and_nothing_outside_the_text(string title)
    {
        var example = SearchCases.Named(title);
        var marks = Highlights.Of(example.Text, example.Texts);

        if (example.IsFound) Assert.NotEmpty(marks);
        Assert.All(marks, mark => Assert.True(mark.Start >= 0 && mark.Length > 0 && mark.Start + mark.Length <= example.Text.Length));
        Assert.Equal(marks.OrderBy(mark => mark.Start), marks);
    }

    [Fact]
    public void Each_script_has_what_is_found_and_what_is_not() =>
        Assert.All(SearchCases.All.GroupBy(one => one.Group), group => Assert.Equal(2, group.Select(one => one.IsFound).Distinct().Count()));

    [Fact]
    public void Each_case_is_a_row_of_the_documented_table() =>
        Assert.Equal(SearchCases.All.Count + 2, SearchCases.Markdown.Count(row => row.StartsWith('|') && row.EndsWith('|') && !row.Contains('\n', StringComparison.Ordinal)));
}
