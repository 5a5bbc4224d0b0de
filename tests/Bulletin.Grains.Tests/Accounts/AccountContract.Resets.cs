using System.Security.Cryptography;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Tests.Topics;

namespace Bulletin.Grains.Tests.Accounts;

/// <summary>Links by which a forgotten password is set.</summary>
public abstract partial class AccountContract
{
    private const string Other = "another-fine-one";

    [Fact]
    public async Task A_link_sets_a_new_password_and_ends_all_sessions()
    {
        var (ada, session) = await SignUpAndIn();
        var token = await BeginReset(ada);
        Assert.True(await IsLive(ada, session));

        Assert.Equal(ada, (await Account(ada.Username).ResetPassword(new(token, Other, "home"), Cancel)).Value);

        Assert.False(await IsLive(ada, session));
        Assert.Equal(Refusal.InvalidCredentials, (await Account(ada.Username).LogIn(Password, Cancel)).Refusal);
        await LogIn(ada, Other);
    }

    [Fact]
    public async Task A_new_password_clears_the_count_of_wrong_ones()
    {
        var ada = await SignUp(NewName());
        for (var i = 0; i < AttemptLimit; i++) await Account(ada.Username).LogIn(Wrong, Cancel);

        await Account(ada.Username).ResetPassword(new(await BeginReset(ada), Other, "home"), Cancel);

        await LogIn(ada, Other);
    }

    [Theory]
    [InlineData("used")]
    [InlineData("expired")]
    [InlineData("replaced")]
    [InlineData("made up")]
    [InlineData("of another account")]
    public async Task A_link_that_can_t_be_used_changes_nothing(string why)
    {
        var ada = await SignUp(NewName());
        var token = why == "made up" ? NewToken() : await BeginReset(why == "of another account" ? await SignUp(NewName()) : ada);
        if (why == "used") Assert.NotNull((await Account(ada.Username).ResetPassword(new(token, Password, "home"), Cancel)).Value);
        if (why == "replaced") await BeginReset(ada);
        if (why == "expired") Clock.Advance(TimeSpan.FromMinutes(30));
        var session = await LogIn(ada);

        Assert.Equal(Refusal.ResetNotFound, (await Account(ada.Username).ResetPassword(new(token, Other, "home"), Cancel)).Refusal);

        Assert.True(await IsLive(ada, session));
        await LogIn(ada);
    }

    [Fact]
    public async Task A_reset_that_failed_half_way_can_be_made_again()
    {
        var (ada, session) = await SignUpAndIn();
        var token = await BeginReset(ada);
        Faults.OfRows.Plan(Fault.BeforeCommit);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Account(ada.Username).ResetPassword(new(token, Other, "home"), Cancel));

        Assert.False(await IsLive(ada, session));
        Assert.NotNull((await Account(ada.Username).ResetPassword(new(token, Other, "home"), Cancel)).Value);
        await LogIn(ada, Other);
    }

    [Fact]
    public async Task The_log_has_no_password_no_token_and_no_hash_of_either()
    {
        var ada = await SignUp(NewName());
        var token = await BeginReset(ada);
        await Account(ada.Username).ResetPassword(new(token, Other, "home"), Cancel);
        await Account(ada.Username).Remove(ada.Id, Boss, Cancel);

        var acts = await ActsOn(ada);
        Assert.Equal([AuditActions.UserPasswordResetBegun, AuditActions.UserRemoved], acts.Select(act => act.Action).Order(StringComparer.Ordinal));
        foreach (var secret in new[] { Other, Password, Convert.ToHexStringLower(token), Convert.ToBase64String(token), "AQAAAA" })
            Assert.All(acts, act => Assert.DoesNotContain(secret, act.Before + act.After, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_changed_password_takes_the_link_away()
    {
        var (ada, session) = await SignUpAndIn();
        var token = await BeginReset(ada);

        Assert.NotNull((await Account(ada.Username).ChangePassword(ada.Id, session.Id, Password, Other, Cancel)).Value);

        Assert.Equal(Refusal.ResetNotFound, (await Account(ada.Username).ResetPassword(new(token, Password, "stranger"), Cancel)).Refusal);
    }

    private static byte[] NewToken() => RandomNumberGenerator.GetBytes(32);

    private async Task<byte[]> BeginReset(User user)
    {
        var token = NewToken();
        Assert.NotNull((await Account(user.Username).BeginReset(new(user.Id, token, Clock.GetUtcNow().AddMinutes(30), Boss), Cancel)).Value);
        return token;
    }
}
