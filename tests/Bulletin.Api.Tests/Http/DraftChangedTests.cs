using System.Text.Json;
using Bulletin.Api.Http;
using Microsoft.AspNetCore.Http;

namespace Bulletin.Api.Tests.Http;

public sealed class DraftChangedTests
{
    [Fact]
    public async Task The_newer_draft_is_sent_with_the_problem()
    {
        var draft = (await Sent(Problems.DraftChanged(new { Text = "tea?", Version = 7 }))).GetProperty("draft");

        Assert.Equal("""{"text":"tea?","version":7}""", draft.GetRawText());
    }

    [Fact]
    public async Task A_draft_that_is_gone_is_null() =>
        Assert.Equal(JsonValueKind.Null, (await Sent(Problems.DraftChanged(null))).GetProperty("draft").ValueKind);

    [Fact]
    public async Task Other_problems_have_no_draft() => Assert.False((await Sent(Problems.TooManyPins())).TryGetProperty("draft", out _));

    private static async Task<JsonElement> Sent(Problem problem)
    {
        using MemoryStream body = new();
        DefaultHttpContext context = new() { Response = { Body = body } };
        await new ProblemResult(problem).ExecuteAsync(context);
        using var json = JsonDocument.Parse(body.ToArray());
        return json.RootElement.Clone();
    }
}
