using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class AccountAdministrationContract
{
    [Theory]
    [InlineData("demoted")]
    [InlineData("suspended")]
    [InlineData("removed")]
    public async Task The_last_admin_can_t_be_taken_away(string how)
    {
        await NoAdmins();
        var ada = await NewAccount(SiteRole.Admin);
        await NewAccount(SiteRole.Moderator);

        Assert.Equal(AccountWrite.LastAdmin, await TakeAway(ada, how));

        Assert.Equal(ada, await Find(ada));
        Assert.Empty(await Audited(ada));
    }

    [Theory]
    [InlineData("demoted")]
    [InlineData("suspended")]
    [InlineData("removed")]
    public async Task An_admin_beside_another_can_be_taken_away(string how)
    {
        await NoAdmins();
        var (ada, bob) = (await NewAccount(SiteRole.Admin), await NewAccount(SiteRole.Admin));

        Assert.Equal(AccountWrite.Done, await TakeAway(ada, how));

        Assert.Single(await Audited(ada));
        Assert.Equal(AccountWrite.LastAdmin, await TakeAway(bob, how));
    }

    [Theory]
    [InlineData("is suspended")]
    [InlineData("has no password yet")]
    [InlineData("is closed")]
    public async Task Another_admin_who_can_t_sign_in_does_not_count(string why)
    {
        await NoAdmins();
        var ada = await NewAccount(SiteRole.Admin);
        var other = await NewAccount(SiteRole.Admin, why == "has no password yet" ? "" : "hash");
        if (why == "is suspended")
            Assert.Equal(AccountWrite.Done, await storage.Users.Administer(other, other with { Suspension = new(Start, Now.AddHours(1), "Rude") }, [], Cancel));
        if (why == "is closed") Assert.Equal(AccountWrite.Done, await TakeAway(other, "removed"));

        Assert.Equal(AccountWrite.LastAdmin, await TakeAway(ada, "demoted"));
    }

    [Fact]
    public async Task Another_admin_whose_suspension_is_over_counts()
    {
        await NoAdmins();
        var (ada, other) = (await NewAccount(SiteRole.Admin), await NewAccount(SiteRole.Admin));
        await storage.Users.Administer(other, other with { Suspension = new(Start, Start.AddHours(1), "Rude") }, [], Cancel);

        Assert.Equal(AccountWrite.Done, await TakeAway(ada, "demoted"));
    }

    [Fact]
    public async Task The_last_admin_can_be_renamed()
    {
        await NoAdmins();
        var ada = await NewAccount(SiteRole.Admin);

        Assert.Equal(AccountWrite.Done, await storage.Users.Administer(ada, ada with { User = ada.User with { DisplayName = "Countess" } }, [], Cancel));

        Assert.Equal("Countess", (await Find(ada))!.User.DisplayName);
    }

    [Theory]
    [InlineData("demoted", "demoted")]
    [InlineData("demoted", "suspended")]
    [InlineData("demoted", "removed")]
    [InlineData("suspended", "suspended")]
    [InlineData("suspended", "removed")]
    [InlineData("removed", "removed")]
    public async Task Of_two_admins_who_take_each_other_away_at_once_one_stays(string one, string other)
    {
        for (var round = 0; round < 20; round++)
        {
            await NoAdmins();
            var (ada, bob) = (await NewAccount(SiteRole.Admin), await NewAccount(SiteRole.Admin));

            var writes = await Task.WhenAll(
                Task.Run(() => TakeAway(ada, one), Cancel), Task.Run(() => TakeAway(bob, other), Cancel));

            Assert.Equal([AccountWrite.Done, AccountWrite.LastAdmin], writes.Order());
            var stays = writes[0] == AccountWrite.LastAdmin ? ada : bob;
            Assert.Equal(stays, await Find(stays));
        }
    }

    private Task<AccountWrite> TakeAway(StoredAccount admin, string how) => how switch
    {
        "demoted" => storage.Users.Administer(
            admin, admin with { Role = SiteRole.Moderator }, [WrittenAudit.Entry(admin.User, AuditActions.UserRoleChanged)], Cancel),
        "suspended" => storage.Users.Administer(
            admin, admin with { Suspension = new(Start, null, "Rude") }, [WrittenAudit.Entry(admin.User, AuditActions.UserSuspended)], Cancel),
        _ => Remove(admin, WrittenAudit.Entry(admin.User, AuditActions.UserRemoved)),
    };

    /// <summary>Other tests share the database.</summary>
    private Task<List<bool>> NoAdmins() => storage.Database.Change("UPDATE users SET role = 0 WHERE role = 2 RETURNING id", _ => true, Cancel);
}
