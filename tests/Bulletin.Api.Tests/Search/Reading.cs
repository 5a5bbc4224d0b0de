using Bulletin.Api.Http;
using Bulletin.Api.Search;

namespace Bulletin.Api.Tests.Search;

/// <summary>Reads searches as the endpoint does.</summary>
internal static class Reading
{
    public static SearchText Valid(string query)
    {
        var fields = new ValidationErrors();
        var text = SearchText.Read(query, fields);
        fields.ThrowIfAny();
        return text!;
    }

    /// <summary>What is wrong with a search.</summary>
    public static string Mistake(string? query)
    {
        var fields = new ValidationErrors();
        SearchText.Read(query, fields);
        var (field, messages) = Assert.Single(Assert.Throws<ProblemException>(fields.ThrowIfAny).Problem.Errors!);
        Assert.Equal("query", field);
        return Assert.Single(messages);
    }
}
