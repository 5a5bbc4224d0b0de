using System.Net;
using System.Text.RegularExpressions;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Access;

/// <summary>How many tokens of each limit somebody has left at a gateway.</summary>
/// <remarks>Asking costs one of each, so <see cref="Spent"/> takes one off.</remarks>
internal sealed partial record Purse(IReadOnlyDictionary<string, int> Left)
{
    /// <param name="open">A public topic with a message of somebody else, to be refused in.</param>
    public static async Task<Purse> Of(Person person, Guid open)
    {
        var answers = await Task.WhenAll(
            person.Api.Delete($"topics/{open}/messages/1"),
            person.Api.Put($"topics/{open}/hidden"),
            person.Api.Put($"topics/{open}/read", new { seq = 1 }),
            person.Api.Get($"users/{person.Username}"),
            person.Api.Get("users/me"));
        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.NoContent or HttpStatusCode.Forbidden, answer.ToString()));
        return new(answers.Select(answer => Read(answer.Header("RateLimit")!)).ToDictionary());
    }

    /// <summary>What was spent from then to now.</summary>
    public static string Spent(Purse before, Purse now) =>
        string.Join(", ", before.Left.Select(limit => $"{limit.Key} {limit.Value - now.Left[limit.Key] - 1}"));

    /// <summary>What a header tells of the limit that it names.</summary>
    public string SpentBy(string header) => Read(header) is var (limit, left) ? $"{limit} {Left[limit] - left}" : "";

    private static KeyValuePair<string, int> Read(string header) =>
        Header().Match(header) is { Success: true } match ? new(match.Groups[1].Value, int.Parse(match.Groups[2].Value, null)) : throw new FormatException(header);

    [GeneratedRegex("^\"([a-z-]+)\";r=([0-9]+);t=[0-9]+$")]
    private static partial Regex Header();
}
