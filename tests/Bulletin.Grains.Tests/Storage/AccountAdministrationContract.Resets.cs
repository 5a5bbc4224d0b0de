using System.Security.Cryptography;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class AccountAdministrationContract
{
    [Fact]
    public async Task A_link_sets_a_password_once()
    {
        var ada = await NewAccount(passwordHash: "");
        var entry = WrittenAudit.Entry(ada.User, AuditActions.UserPasswordResetBegun);
        var token = NewToken();
        Assert.True(await storage.Users.BeginReset(ada.User.Id, token, Start.AddMinutes(30), entry, Cancel));
        Assert.Equal([entry], await Audited(ada));

        Assert.Equal(ada.User.Username, await storage.Users.FindReset(token, Start, Cancel));
        Assert.True(await End(ada, token, "first"));

        Assert.Null(await storage.Users.FindReset(token, Start, Cancel));
        Assert.False(await End(ada, token, "second"));
        Assert.Equal("first", (await Find(ada))!.PasswordHash);
    }

    [Fact]
    public async Task Of_many_who_use_a_link_at_once_one_sets_the_password()
    {
        var ada = await NewAccount();
        var token = await Begin(ada);

        var ended = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => End(ada, token, $"hash {n}"), Cancel)));

        Assert.Single(ended, done => done);
        Assert.Equal($"hash {Array.IndexOf(ended, true)}", (await Find(ada))!.PasswordHash);
    }

    [Fact]
    public async Task A_later_link_takes_the_place_of_an_earlier_one()
    {
        var ada = await NewAccount();
        var (first, second) = (await Begin(ada), await Begin(ada));

        Assert.Null(await storage.Users.FindReset(first, Start, Cancel));
        Assert.False(await End(ada, first, "stolen"));
        Assert.True(await End(ada, second, "mine"));
    }

    [Fact]
    public async Task A_link_that_is_expired_of_another_account_or_unknown_sets_no_password()
    {
        var (ada, bob) = (await NewAccount(), await NewAccount());
        var token = await Begin(ada);

        Assert.Null(await storage.Users.FindReset(token, Start.AddMinutes(30), Cancel));
        Assert.False(await storage.Users.EndReset(ada.User.Id, token, Start.AddMinutes(30), "late", Cancel));
        Assert.False(await End(bob, token, "stolen"));
        Assert.Null(await storage.Users.FindReset(NewToken(), Start, Cancel));
        Assert.False(await End(ada, NewToken(), "guessed"));

        Assert.Equal((ada, bob), (await Find(ada), await Find(bob)));
        Assert.True(await End(ada, token, "in time"));
    }

    [Fact]
    public async Task A_closed_account_gets_no_link_and_loses_the_one_it_had()
    {
        var ada = await NewAccount();
        var token = await Begin(ada);
        var before = await Audited(ada);
        await NewAccount(SiteRole.Admin);
        await Remove(ada, audit: null);

        Assert.Null(await storage.Users.FindReset(token, Start, Cancel));
        Assert.False(await End(ada, token, "back again"));
        Assert.False(await storage.Users.BeginReset(ada.User.Id, NewToken(), Start.AddMinutes(30), WrittenAudit.Entry(ada.User), Cancel));

        Assert.Equal(before, await Audited(ada));
        Assert.Empty(await storage.Database.Query("SELECT user_id FROM password_resets WHERE user_id = @id", _ => true, Cancel, ("id", ada.User.Id)));
        Assert.False(await storage.Users.ChangePasswordHash(ada.User.Id, "back again", Cancel));
    }

    [Fact]
    public async Task Another_password_deletes_the_link_and_another_hash_of_the_same_leaves_it()
    {
        var ada = await NewAccount();
        var token = await Begin(ada);

        Assert.True(await storage.Users.ChangePasswordHash(ada.User.Id, "the same", Cancel));
        Assert.NotNull(await storage.Users.FindReset(token, Start, Cancel));
        Assert.True(await storage.Users.ChangePassword(ada.User.Id, "another", Cancel));

        Assert.False(await End(ada, token, "stolen"));
        Assert.Equal("another", (await Find(ada))!.PasswordHash);
    }

    [Theory]
    [InlineData("demoted")]
    [InlineData("suspended")]
    [InlineData("removed")]
    public async Task The_links_that_an_admin_has_made_stop_working_when_they_are_one_no_more(string how)
    {
        await NewAccount(SiteRole.Admin);
        var (boss, ada, bob) = (await NewAccount(SiteRole.Admin), await NewAccount(), await NewAccount());
        var (before, other) = (await Begin(ada, boss), await Begin(bob));

        Assert.Equal(AccountWrite.Done, await TakeAway(boss, how));

        Assert.False(await End(ada, before, "stolen"));
        Assert.True(await End(bob, other, "mine"));
        // A gateway that has not heard of it yet.
        var after = await Begin(ada, boss);
        Assert.Null(await storage.Users.FindReset(after, Start, Cancel));
        Assert.False(await End(ada, after, "stolen"));
    }

    [Fact]
    public async Task A_suspension_deletes_the_link()
    {
        var ada = await NewAccount();
        var token = await Begin(ada);

        Assert.Equal(AccountWrite.Done, await storage.Users.Administer(ada, ada with { Suspension = new(Start, Until: null, "Rude") }, [], Cancel));

        Assert.False(await End(ada, token, "stolen"));
    }

    [Fact]
    public async Task An_account_for_somebody_else_comes_with_its_link_and_all_entries_or_not_at_all()
    {
        StoredAccount ada = new(NewUser(), "");
        AuditEntry[] entries = [WrittenAudit.Entry(ada.User, AuditActions.UserCreated), WrittenAudit.Entry(ada.User, AuditActions.UserPasswordResetBegun)];
        var (token, other) = (NewToken(), ada with { User = ada.User with { Id = Guid.CreateVersion7() } });

        Assert.True(await storage.Users.CreateFor(ada, token, Start.AddMinutes(30), entries, Cancel));
        Assert.False(await storage.Users.CreateFor(other, NewToken(), Start.AddMinutes(30), [WrittenAudit.Entry(other.User)], Cancel));

        Assert.Equal(entries.OrderBy(entry => entry.Id), await Audited(ada));
        Assert.Empty(await Audited(other));
        Assert.True(await End(ada, token, "first"));
    }

    private static byte[] NewToken() => RandomNumberGenerator.GetBytes(32);

    private async Task<byte[]> Begin(StoredAccount account, StoredAccount? madeBy = null)
    {
        var token = NewToken();
        var entry = WrittenAudit.Entry(account.User, AuditActions.UserPasswordResetBegun);
        Assert.True(await storage.Users.BeginReset(
            account.User.Id, token, Start.AddMinutes(30), madeBy is null ? entry : entry with { ActorId = madeBy.User.Id }, Cancel));
        return token;
    }

    private Task<bool> End(StoredAccount account, byte[] token, string passwordHash) =>
        storage.Users.EndReset(account.User.Id, token, Start, passwordHash, Cancel);
}
