using Bulletin.Api.Admin;

namespace Bulletin.Api.Tests.Admin;

public sealed class CsvTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData(null, "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    public void A_cell_is_quoted_if_it_has_to_be(string? text, string cell) => Assert.Equal($"{cell}\r\n", Csv.Row(text));

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@sum")]
    [InlineData("\t=1")]
    public void A_cell_is_never_a_formula(string text) => Assert.Equal($"'{text}\r\n", Csv.Row(text));

    [Fact]
    public void A_formula_that_is_quoted_is_none_either() => Assert.Equal("\"'=HYPERLINK(\"\"x\"\",1)\"\r\n", Csv.Row("=HYPERLINK(\"x\",1)"));

    [Fact]
    public void Cells_are_separated_by_commas() => Assert.Equal("a,,b\r\n", Csv.Row("a", null, "b"));
}
