using Bulletin.Grains.Accounts;
using Bulletin.Grains.Storage.Sql;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    [Fact]
    public async Task An_account_is_found_by_its_name_in_lower_case_as_it_was_created()
    {
        var word = Word();
        var account = new StoredAccount(new User(Guid.CreateVersion7(), $"Ada.{word}", "Ada 👩‍🔬", Start), "hash", SiteRole.Moderator);
        Assert.True(await storage.Users.Create(account, audit: null, Cancel));

        Assert.Equal(account, await storage.Users.Find($"ada.{word}", Cancel));
        Assert.Null(await storage.Users.Find("nobody", Cancel));
    }

    [Fact]
    public async Task Of_many_who_take_one_name_at_once_one_gets_it()
    {
        var word = Word();
        var attempts = Enumerable.Range(0, 20).Select(i => storage.Users.Create(
            new StoredAccount(new User(Guid.CreateVersion7(), i % 2 == 0 ? word : word.ToUpperInvariant(), "Somebody", Start), "hash"),
            audit: null, Cancel));

        Assert.Single(await Task.WhenAll(attempts), created => created);
    }

    [Fact]
    public async Task User_names_that_look_like_a_name_are_found()
    {
        var word = Word();
        string[] alike = [$"anna1-rn0{word}", $"annaI-mo{word}", $"ANNAL-m0{word}"];
        foreach (var name in (string[])[.. alike, $"annai-m0{word}", $"annal-n0{word}", $"anna1-rn0{word}-", "anna1-rn0"])
            Assert.True(await storage.Users.Create(new StoredAccount(new User(Guid.CreateVersion7(), name, "Somebody", Start), "hash"), audit: null, Cancel));

        foreach (var name in (string[])[.. alike, $"Аnna|-m\u200bо{word}"])
            Assert.Equal(alike.Select(Usernames.Key).Order(), (await storage.Users.FindAlike(name, Cancel)).Order());
        foreach (var other in (string[])["", "José", "a name", new string('l', 33), new string('l', 32), $"annal{word}"])
            Assert.Empty(await storage.Users.FindAlike(other, Cancel));
    }

    [Fact]
    public async Task User_names_that_look_like_a_name_are_looked_for_along_an_index()
    {
        var plan = await storage.Plan(SqlLookAlikes.Walk(1), ("place0", 0), ("letters0", "a"), ("length", 1));

        Assert.DoesNotMatch(@"Seq Scan on users|SCAN (users|u)\b", plan);
    }

    [Fact]
    public async Task An_account_changes_its_name_and_its_password()
    {
        var user = await NewUser();

        Assert.True(await storage.Users.ChangeDisplayName(user.Id, "Other", Cancel));
        Assert.True(await storage.Users.ChangePasswordHash(user.Id, "better", Cancel));

        Assert.Equal(
            new StoredAccount(user with { DisplayName = "Other" }, "better"),
            await storage.Users.Find(user.Username, Cancel));
        Assert.False(await storage.Users.ChangeDisplayName(Guid.CreateVersion7(), "Nobody", Cancel));
        Assert.False(await storage.Users.ChangePasswordHash(Guid.CreateVersion7(), "none", Cancel));
    }

    [Fact]
    public async Task An_anonymised_account_leaves_its_messages_without_its_name()
    {
        var (author, topic, writer) = await NewWriter();
        await writer.Post(author, "Mine");
        var anonymous = $"gone-{Word()}";

        var rests = Start.AddDays(1);
        Assert.Equal(AccountWrite.Done, await storage.Users.Anonymise(author.Id, anonymous, "Deleted user", rests, audit: null, Cancel));

        Assert.Null(await storage.Users.Find(author.Username, Cancel));
        var left = author with { Username = anonymous, DisplayName = "Deleted user" };
        Assert.Equal(new StoredAccount(left, null), await storage.Users.Find(anonymous, Cancel));
        Assert.Equal(left, (await Load(topic.Id)).Latest[0].Author);
        Assert.Empty((await storage.People.Find(anonymous, 10, null, Cancel)).Items);
        Assert.Empty((await storage.People.Find(author.Username, 10, null, Cancel)).Items);
        // The name is free again, after a while.
        Assert.False(await SignsUp(rests.AddMilliseconds(-1)));
        Assert.True(await SignsUp(rests));

        Task<bool> SignsUp(DateTimeOffset at) =>
            storage.Users.Create(new StoredAccount(author with { Id = Guid.CreateVersion7(), CreatedAt = at }, "hash"), audit: null, Cancel);
    }
}
