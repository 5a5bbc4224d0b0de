using System.Globalization;
using System.Net;
using Bulletin.SystemTests.Harness;
using static Bulletin.SystemTests.Search.Searching;

namespace Bulletin.SystemTests.Search;

/// <summary>Each part of a query narrows down what is found.</summary>
public sealed class Operators(Shared shared) : SystemTest(shared)
{
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Words_phrases_exclusions_and_the_beginning_of_a_word_are_told_apart(Engine engine)
    {
        var (ann, _) = await People(engine);
        var word = NewWord();
        var topic = await ann.NewTopic();
        var (green, iced, mixed) = (await ann.Post(topic, $"{word} green tea"), await ann.Post(topic, $"{word} iced green teapot"), await ann.Post(topic, $"{word} tea, green"));
        await ann.WillFind(word, mixed, iced, green);

        Assert.True(await ann.Finds($"{word} tea green ", mixed, green));
        Assert.True(await ann.Finds($"{word} green tea", mixed, iced, green));
        Assert.True(await ann.Finds($"{word} \"green tea\"", green));
        Assert.True(await ann.Finds($"{word} -iced", mixed, green));
        Assert.True(await ann.Finds($"{word} -\"green tea\"", mixed, iced));
        Assert.True(await ann.Finds($"-tea {word}", iced));
        Assert.True(await ann.Finds($"{word[..20]}", mixed, iced, green));
        Assert.True(await ann.Finds($"{word[..20]} "));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Messages_are_found_by_who_wrote_them_and_whom_they_mention(Engine engine)
    {
        var (ann, bob) = await People(engine);
        var word = NewWord();
        var topic = await ann.NewTopic();
        var (byAnn, byBob, toAnn) = (await ann.Post(topic, $"{word} 1"), await bob.Post(topic, $"{word} 2"), await bob.Post(topic, $"{word} @{ann.Username}"));
        await ann.WillFind(word, toAnn, byBob, byAnn);

        Assert.True(await ann.Finds($"{word} from:{ann.Username}", byAnn));
        Assert.True(await ann.Finds($"{word} from:@{bob.Username.ToUpperInvariant()}", toAnn, byBob));
        Assert.True(await ann.Finds($"{word} from:me", byAnn));
        Assert.True(await bob.Finds($"is:mine {word}", toAnn, byBob));
        Assert.True(await ann.Finds($"{word} from:{bob.Username} is:mine"));
        Assert.True(await ann.Finds($"{word} from:me from:{bob.Username}", toAnn, byBob, byAnn));
        Assert.True(await ann.Finds($"{word} from:nobody-at-all"));
        Assert.True(await ann.Finds($"{word} mentions:me", toAnn));
        Assert.True(await bob.Finds($"{word} mentions:{ann.Username}", toAnn));
        Assert.True(await ann.Finds($"{word} mentions:{bob.Username}"));
        Assert.True(await ann.Finds($"from:{bob.Username} -{word} in:{topic}"));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Messages_are_found_by_the_name_or_the_id_of_their_topic(Engine engine)
    {
        var (ann, bob) = await People(engine);
        var (word, name) = (NewWord(), NewWord());
        Guid[] topics = [await ann.NewTopic($"{name} Café"), await bob.NewTopic($"{name} cafe"), await ann.NewTopic(name)];
        List<ChatMessage> posted = [];
        foreach (var topic in topics) posted.Add(await ann.Post(topic, word));
        await ann.WillFind(word, posted[2], posted[1], posted[0]);

        Assert.True(await ann.Finds($"{word} in:\"{name} CAFE\"", posted[1], posted[0]));
        Assert.True(await ann.Finds($"{word} in:{name}", posted[2]));
        Assert.True(await ann.Finds($"{word} in:{topics[0]}", posted[0]));
        Assert.True(await ann.Finds($"{word} in:{name} in:{topics[0]}", posted[2], posted[0]));
        Assert.True(await ann.Finds($"{word} in:\"{name} cof\""));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Messages_are_found_by_what_they_have(Engine engine)
    {
        var (ann, bob) = await People(engine);
        var word = NewWord();
        var topic = await ann.NewTopic();
        var link = await ann.Post(topic, $"{word} https://example.org/tea");
        var code = await ann.Post(topic, $"{word} `brew()`");
        var both = await ann.Post(topic, $"{word} `brew()` as in https://example.org/tea");
        var plain = await ann.Post(topic, $"{word} plain");
        await ann.WillFind(word, plain, both, code, link);

        Assert.True(await ann.Finds($"{word} has:link", both, link));
        Assert.True(await ann.Finds($"{word} has:code", both, code));
        Assert.True(await ann.Finds($"{word} has:code has:link", both));
        Assert.True(await ann.Finds($"{word} has:attachment"));
        (await bob.Api.Put($"topics/{topic}/messages/{plain.Seq}/reactions/{Uri.EscapeDataString("👍")}")).Is(HttpStatusCode.OK);
        await ann.WillFind($"{word} has:reaction", plain);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_day_is_that_of_the_caller_s_time_zone(Engine engine)
    {
        var (ann, _) = await People(engine);
        var word = NewWord();
        var message = await ann.Post(await ann.NewTopic(), word);
        await ann.WillFind(word, message);
        var at = DateTimeOffset.Parse(message.CreatedAt, CultureInfo.InvariantCulture);
        // It is always a later day there than here.
        var (east, west) = (("Pacific/Kiritimati", Day: Day(at.AddHours(14))), ("Etc/GMT+12", Day: Day(at.AddHours(-12))));

        Assert.Empty(await ann.FindAll($"{word} before:{east.Day}", timeZone: east.Item1));
        Assert.Single(await ann.FindAll($"{word} before:{east.Day}", timeZone: west.Item1));
        Assert.Empty(await ann.FindAll($"{word} after:{west.Day}", timeZone: west.Item1));
        Assert.Single(await ann.FindAll($"{word} after:{west.Day}", timeZone: east.Item1));
        Assert.Single(await ann.FindAll($"{word} after:{Day(at.AddDays(-1))} before:{Day(at.AddDays(1))}"));
        Assert.Empty(await ann.FindAll($"{word} before:{Day(at)}"));
        Assert.Empty(await ann.FindAll($"{word} after:{Day(at)}"));
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task<(Person Ann, Person Bob)> People(Engine engine)
    {
        if (engine == Engine.Sqlite) return (await Somebody(), await Somebody());
        var (first, second) = await Pair();
        return (await Somebody(first), await Somebody(second));
    }
}
