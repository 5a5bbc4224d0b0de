using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Administration;

/// <summary>Who is removed leaves the conversation as it was, but for their name.</summary>
[Collection(nameof(AdministeredSites))]
public sealed class RemovedPeople(Shared shared, AdministeredSites sites) : AdministrationTest(shared, sites)
{
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task The_words_of_somebody_removed_stay_under_no_name_and_their_name_is_nowhere(Engine engine)
    {
        var site = await Site(engine);
        var (removed, other) = (await site.Newcomer(0, "gone"), await site.Newcomer(1));
        var (open, closed) = (await removed.NewTopic("Open"), await removed.NewPrivateTopic(other));
        foreach (var topic in new[] { open, closed })
        {
            await removed.Post(topic, "My words");
            await other.Post(topic, "And mine", replyTo: 1);
        }
        var readers = await Task.WhenAll(Enumerable.Range(0, site.Servers.Count).Select(gateway => site.At(gateway, other)));
        var watching = await Hub(readers[^1]);
        await watching.Join(closed);
        (await site.Chief.Api.Get($"admin/users?query={removed.Username}")).Is(HttpStatusCode.OK);

        (await site.Chief.Api.Delete($"admin/users/{removed.Id}")).Is(HttpStatusCode.NoContent);

        foreach (var reader in readers)
        {
            foreach (var topic in new[] { open, closed })
            {
                var messages = await Eventually.Get(() => reader.ReadAll(topic), read => read.All(message => message.Author != removed.Username), TimeSpan.FromSeconds(10), "no message has their name");
                Assert.Equal(["My words", "And mine"], messages.Select(message => message.Text));
                Assert.StartsWith("deleted-", messages[0].Author, StringComparison.Ordinal);
            }
            string[] places =
            [
                $"topics/{open}", $"topics/{closed}", $"topics/{closed}/members", $"topics/{open}/messages", $"topics/{open}/messages/1", $"topics/{open}/changes", "topics?limit=100", "topics?access=private",
                $"users?query={removed.Username}",
            ];
            foreach (var place in places)
                await Eventually.Get(() => reader.Api.Get(place), answer => (int)answer.Status == 200 && !Names(answer, removed), TimeSpan.FromSeconds(10), $"{place} does not have their name");
            (await reader.Api.Get($"users/{removed.Username}")).IsProblem(HttpStatusCode.NotFound, "user_not_found");
            using var nobody = new ApiClient(reader.Api.Server);
            (await nobody.Post("users", new { username = removed.Username.ToUpperInvariant(), password = Person.Password })).IsProblem(HttpStatusCode.Conflict, "username_taken");
            (await nobody.Post("auth/refresh", new { refreshToken = removed.RefreshToken })).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
            (await nobody.Post("auth/login", new { username = removed.Username, password = Person.Password })).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        }
        await Eventually.That(
            async () => (await watching.Join(closed)).Messages.All(message => message.Author != removed.Username), TimeSpan.FromSeconds(10), "who joins is not shown their name");
        var post = await readers[0].Post(closed, "And so on");
        await watching.Message(closed, post.Seq);
        await Eventually.That(async () => !Names((await site.ChiefAt(1).Api.Get($"admin/topics/{closed}/members")).Is(HttpStatusCode.OK), removed), "the admins' list of members does not have it");
        Assert.Equal("closed", (await site.Chief.Api.Get($"admin/users/{removed.Id}")).Is(HttpStatusCode.OK).Json.GetProperty("user").Text("state"));
    }

    private static bool Names(Answer answer, Person person) => answer.Body.Contains(person.Username, StringComparison.OrdinalIgnoreCase);
}
