using Bulletin.Faults.Checks;
using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Clients;

/// <summary>Searches, once nobody writes, until everything that is stored is found, or the time is over: messages are indexed after they are posted.</summary>
internal sealed class SearchAtRest(Traffic traffic, Person person, TimeSpan within, int seed)
{
    /// <summary>How many messages are searched for by a word that only they have.</summary>
    private const int Words = 200;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private int calls;

    public async Task Do(Stored stored)
    {
        var until = traffic.Clock.Now + within;
        foreach (var topic in stored.Topics) await Find(topic.Topic, word: null);
        var rows = stored.Messages.Where(row => row.Text is not null).ToArray();
        new Random(seed).Shuffle(rows);
        foreach (var row in rows.Take(Words)) await Find(row.Topic, Texts.NumberOf(row.Text!));

        async Task Find(int topic, string? word)
        {
            var expected = Findable.Expected(stored, topic, word).ToHashSet();
            while (true)
            {
                var found = await All(topic, word);
                if (traffic.Clock.Now > until || found is not null && expected.SetEquals(found))
                {
                    traffic.History.Found.Enqueue(new(topic, word, found ?? []));
                    return;
                }
                await Task.Delay(LookEvery);
            }
        }
    }

    /// <returns>Null if a page was not to be had.</returns>
    private async Task<IReadOnlyList<Seen>?> All(int topic, string? word)
    {
        List<Seen> found = [];
        var query = $"search?limit=100&query={Uri.EscapeDataString($"in:{traffic.TopicId(topic)} {word}")}";
        for (var path = query; ;)
        {
            var (attempt, page) = await traffic.Rest.Send(HttpMethod.Get, traffic.Balancer.Pick(calls++), path, person.Token);
            if (traffic.Note(attempt).Outcome != Outcome.Ok) return null;
            found.AddRange(page.GetProperty("items").EnumerateArray().Select(hit => Reading.Seen(hit.GetProperty("message"))));
            if (page.GetProperty("next").GetString() is not { } next) return found;
            path = $"{query}&cursor={Uri.EscapeDataString(next)}";
        }
    }
}
