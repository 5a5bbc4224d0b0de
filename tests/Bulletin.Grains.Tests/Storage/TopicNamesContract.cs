using System.Globalization;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Storage;

/// <summary>Topics that are found by the index of names. A search looks at so few topics that none of them is found by its activity alone.</summary>
public abstract partial class TopicNamesContract(StorageFixture storage) : IAsyncLifetime
{
    private const int Reach = 20;

    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private static readonly User ada = new(Guid.CreateVersion7(), "ada", "Ada", Start);

    private readonly SqlTopicIndex index = storage.IndexOfReach(Reach);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>More than a search looks at, and all of them active later than those of the tests.</summary>
    public async ValueTask InitializeAsync()
    {
        if ((await storage.Index.Page(null, 1, null, Cancel)).Count > 0) return;
        for (var i = 0; i < 2 * Reach; i++) await NewTopic($"Other {i}", Start.AddYears(10));
    }

    public ValueTask DisposeAsync()
    {
        index.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory]
    // Contained, in any order.
    [InlineData("frontend", "Frontend review", "Backend review")]
    [InlineData("fr rev", "Frontend review", "Frontend release")]
    [InlineData("rev fr", "Frontend review", "Release review")]
    [InlineData("FRONT", "frontend", "font")]
    [InlineData("tend", "Frontend", "tent")]
    [InlineData("f", "Off", "Tea")]
    [InlineData("ff", "Office", "if")]
    [InlineData("2026", "Plans for 2026-27", "Plans for 2062")]
    [InlineData("x", "0x80070005", "80070005")]
    [InlineData("0x80070005", "Error 0x80070005", "Error 0x80070006")]
    [InlineData("c++", "C++ guild", "C guild")]
    [InlineData("c#", "C# guild", "C guild")]
    [InlineData(".net", "ASP.NET", "Internet")]
    [InlineData("#1", "Team #1", "Team 1")]
    [InlineData("it's", "It's on", "Its on")]
    [InlineData("\"a\"", "The \"A\" team", "The A team")]
    [InlineData(@"c:\tea", @"In C:\Tea\cup", "In c:/tea")]
    [InlineData("100%", "100% tea", "1000 tea")]
    [InlineData("a_b", "a_b", "axb")]
    [InlineData("a*b", "a*b", "a-b")]
    [InlineData("(a|b)&!c:*", "(a|b)&!c:*", "a b c")]
    [InlineData("or", "AND or NOT", "and not")]
    [InlineData("near", "NEAR", "nera")]
    [InlineData("topic_grain.cs", "See topic_grain.cs", "See topic_grain.ts")]
    [InlineData("userby", "getUserById", "getUserId")]
    // Whatever case and accents.
    [InlineData("cafe", "Café", "Caffè")]
    [InlineData("strasse", "Die Straße", "Die Strafe")]
    [InlineData("istanbul", "İstanbul", "stanbul")]
    [InlineData("lodz", "Łódź", "Lidz")]
    [InlineData("ἀθῆναι", "ΑΘΗΝΑΙ", "Θήβαι")]
    [InlineData("елка", "Ёлки и ЁЛКА", "Белки")]
    [InlineData("шко", "Школа", "Кошка")]
    [InlineData("שלום", "שָׁלוֹם לכולם", "של")]
    [InlineData("كتاب", "كِتَاب جديد", "كتب")]
    [InlineData("हिन्दी", "हिन्दी समूह", "हनद")]
    [InlineData("ⓉⓔⒶ", "tea", "ate")]
    // By any part where no spaces are between words.
    [InlineData("日本", "東日本大会", "東本大会")]
    [InlineData("会", "東日本大会", "東日本")]
    [InlineData("検索", "全文検索", "全文索検")]
    [InlineData("搜索引擎", "关于搜索引擎的讨论", "关于搜索")]
    [InlineData("ーヒ", "コーヒー", "ヒーコ")]
    [InlineData("が", "ながれ", "なかれ")]
    [InlineData("한", "대한민국", "대민국")]
    [InlineData("민구", "대한민국", "대한민")]
    [InlineData("ไทย", "ภาษาไทย", "ภาษา")]
    [InlineData("မြန်", "မြန်မာ", "မာ")]
    [InlineData("☕", "Tea ☕ or", "Tea")]
    [InlineData("👩‍🍳", "👩‍🍳 cooks", "👩 cooks")]
    // Abbreviated.
    [InlineData("frnt", "Frontend", "Font")]
    [InlineData("frnt rvw", "Review of frontends", "Frontend")]
    [InlineData("fe", "Frontend", "Off")]
    [InlineData("kbrnts", "Kubernetes", "Kuberns")]
    [InlineData("tnes", "To the end: t-n-e-s, tones", "Tens")]
    [InlineData("end frnt", "Frontend", "Backend")]
    [InlineData("rndv", "Rendez-vous, rendvz", "Rendez-vous")]
    [InlineData("crct", "Sur le café correct", "Direct")]
    [InlineData("пртк", "Протоколы", "Порт")]
    [InlineData("東会", "東日本大会", "日本大会東")]
    [InlineData("ㄷㅁ", "대한민국", "한국")]
    [InlineData("prjct", "Big (project)", "Prct")]
    public async Task A_name_is_found_by_what_is_typed_and_another_is_not(string typed, string name, string other)
    {
        var word = Word();
        var topic = await NewTopic($"{word} {name}");
        await NewTopic($"{word} {other}");

        var found = await index.Search(null, $"{word} {typed}", 10, null, Cancel);

        Assert.Equal([topic], found.Items);
        Assert.Null(found.Next);
    }

    [Fact]
    public async Task Abbreviations_are_looked_for_only_if_no_name_contains_what_was_typed()
    {
        var word = Word();
        var abbreviated = await NewTopic($"{word} Frontend");
        var loose = await index.Search(null, $"{word} frnt", 10, null, Cancel);
        var contained = await NewTopic($"{word} frnt", Start.AddDays(-1));
        var strict = await index.Search(null, $"{word} frnt", 10, null, Cancel);
        // The page behind the only one that contains it.
        var beyond = await index.Search(null, $"{word} frnt", 10, new DirectoryCursor(Start.AddDays(-2), Guid.Empty), Cancel);

        Assert.Equal([abbreviated], loose.Items);
        Assert.Equal([contained], strict.Items);
        Assert.Empty(beyond.Items);
        Assert.Equal((true, false, false), (loose.IsLoose, strict.IsLoose, beyond.IsLoose));
    }

    [Theory]
    [InlineData("green", 12)]
    [InlineData("grn", 12)]
    // More than a search looks at.
    [InlineData("green", 50)]
    [InlineData("grn", 50)]
    public async Task Pages_of_a_search_follow_activity_and_then_ids_without_gap_or_repeat(string typed, int count)
    {
        var word = Word();
        List<Topic> topics = [];
        // Three at each instant, so that pages of four end between equals.
        for (var i = 0; i < count; i++) topics.Add(await NewTopic($"{word} greenish {i}", Start.AddMilliseconds(i / 3)));

        List<Topic> seen = [];
        DirectoryCursor? after = null;
        do
        {
            var page = await index.Search(null, $"{word} {typed}", 4, after, Cancel);
            Assert.InRange(page.Items.Count, 0, 4);
            seen.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(topics.OrderBy(DirectoryCursor.Of), seen);
    }

    [Fact]
    public async Task A_private_topic_is_found_by_its_members_and_changes_nothing_for_others()
    {
        var word = Word();
        var shared = await NewTopic($"{word} Frontend");
        var secret = await NewTopic($"{word} frnt", Start, Access.Private);

        Assert.Equal([shared], (await index.Search(null, $"{word} frnt", 10, null, Cancel)).Items);
        Assert.Equal(secret.Id, Assert.Single((await index.Search(ada.Id, $"{word} frnt", 10, null, Cancel)).Items).Id);
        Assert.Equal(secret.Id, Assert.Single((await index.Search(ada.Id, $"{word} frt", 10, null, Cancel)).Items).Id);
        Assert.Empty((await index.Search(Guid.CreateVersion7(), $"{word} frnt", 10, null, Cancel)).Items);
    }

    [Fact]
    public async Task A_renamed_topic_is_found_by_its_new_name_only()
    {
        var word = Word();
        var topic = await NewTopic($"{word} Coffee");

        Assert.True(await storage.Topics.Describe(topic with { Name = $"{word} Frontend" }, retention: null, audit: null, Cancel));

        Assert.Equal(topic.Id, Assert.Single((await index.Search(null, $"{word} frnt", 10, null, Cancel)).Items).Id);
        Assert.Empty((await index.Search(null, $"{word} coffee", 10, null, Cancel)).Items);
    }

    [Fact]
    public async Task A_removed_topic_is_found_again_once_it_is_restored()
    {
        var word = Word();
        var topic = await NewTopic($"{word} Tea");

        await storage.Topics.Remove(topic, Start, audit: null, Cancel);
        Assert.Empty((await index.Search(null, word, 10, null, Cancel)).Items);
        Assert.True(await storage.Topics.Restore(topic.Id, WrittenAudit.Entry(AuditTarget.Topic(topic.Id, topic.Name), AuditActions.TopicRestored), Cancel));

        Assert.Equal(topic, Assert.Single((await index.Search(null, word, 10, null, Cancel)).Items));
    }

    [Fact]
    public async Task A_topic_is_found_that_the_index_does_not_have_yet_while_it_was_active_lately()
    {
        var word = Word();
        var topic = await NewTopic($"{word} Tea", Start.AddYears(11));
        Assert.True(await storage.Database.ChangeOne("DELETE FROM topic_names WHERE topic_id = @id RETURNING topic_id", Cancel, ("id", topic.Id)));

        Assert.Equal(topic, Assert.Single((await index.Search(null, word, 10, null, Cancel)).Items));
    }

    [Fact]
    public async Task Posts_do_not_touch_the_index_of_names()
    {
        var topic = await NewTopic("Tea");
        const string Name = "UPDATE topic_names SET name_key = 'as it was' WHERE topic_id = @id RETURNING topic_id";
        Assert.True(await storage.Database.ChangeOne(Name, Cancel, ("id", topic.Id)));

        await storage.Log.Claim(topic.Id, Cancel);
        await storage.Topics.Pin(topic with { Pins = [1] }, was: null, Cancel);

        Assert.Equal(["as it was"], await storage.Database.Query(
            "SELECT name_key FROM topic_names WHERE topic_id = @id", row => row.GetString(0), Cancel, ("id", topic.Id)));
    }

    private async Task<Topic> NewTopic(string name, DateTimeOffset? at = null, Access access = Access.Public)
    {
        await storage.Users.Create(new StoredAccount(ada, "hash"), audit: null, Cancel);
        var members = access == Access.Public ? TopicMembers.Everybody : TopicMembers.Of(access, 1, [new Member(ada, Role.Owner, Start)]);
        var topic = new Topic(Guid.CreateVersion7(), name, null, Start, ada, at ?? Start, 0, 0, null, access).With(members);
        Assert.True(await storage.Topics.Create(topic, members, Cancel));
        return topic;
    }

    // Of digits, which are no part of what is typed.
    private static string Word() => Random.Shared.NextInt64(long.MaxValue / 2, long.MaxValue).ToString(CultureInfo.InvariantCulture);
}

public sealed class PostgresTopicNamesTests(PostgresStorage storage) : TopicNamesContract(storage), IClassFixture<PostgresStorage>;

public sealed class SqliteTopicNamesTests(SqliteStorage storage) : TopicNamesContract(storage), IClassFixture<SqliteStorage>;
