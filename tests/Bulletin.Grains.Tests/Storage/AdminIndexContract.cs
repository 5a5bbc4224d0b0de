using Bulletin.Grains.Accounts;
using Bulletin.Grains.Storage.Sql.Admin;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Storage;

/// <summary>The lists of the admin API, whichever engine keeps them. They are walked with pages and reaches so small that every page ends somewhere else.</summary>
public abstract partial class AdminIndexContract(StorageFixture storage)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SqlAdminIndex Index => new(storage.Database, storage.Names) { Reach = 7 };

    /// <summary>All pages of a list.</summary>
    private static async Task<List<T>> Walk<T>(int limit, Func<ListPlace?, Task<ListPage<T>>> read)
    {
        List<T> items = [];
        ListPlace? next = null;
        do
        {
            var page = await read(next);
            Assert.InRange(page.Items.Count, 0, limit);
            Assert.NotEqual(next ?? new ListPlace("before all", -1, Guid.Empty), page.Next);
            items.AddRange(page.Items);
            next = page.Next;
        }
        while (next is not null);
        return items;
    }

    private async Task<User> NewUser(DateTimeOffset? at = null, string? displayName = null)
    {
        var id = Guid.CreateVersion7();
        var name = $"u{id.ToString("n")[12..]}";
        var user = new User(id, name, displayName ?? name, at ?? Start);
        Assert.True(await storage.Users.Create(new StoredAccount(user, "hash"), audit: null, Cancel));
        return user;
    }

    private async Task<Topic> NewTopic(User creator, Access access = Access.Public, DateTimeOffset? at = null, string name = "Tea")
    {
        var members = access == Access.Public ? TopicMembers.Everybody : TopicMembers.Of(access, 1, [new Member(creator, Role.Owner, Start)]);
        var topic = new Topic(Guid.CreateVersion7(), name, null, at ?? Start, creator, at ?? Start, 0, 0, null, access).With(members);
        Assert.True(await storage.Topics.Create(topic, members, Cancel));
        return topic;
    }
}

public sealed class PostgresAdminIndexTests(PostgresStorage storage) : AdminIndexContract(storage), IClassFixture<PostgresStorage>;

public sealed class SqliteAdminIndexTests(SqliteStorage storage) : AdminIndexContract(storage), IClassFixture<SqliteStorage>;
