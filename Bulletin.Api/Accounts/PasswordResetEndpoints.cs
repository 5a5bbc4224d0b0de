using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Auth;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Administration;
using Bulletin.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Accounts;

/// <summary>Sets a new password by a link that an admin has made.</summary>
public static class PasswordResetEndpoints
{
    public static void MapPasswordResets(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/password-resets", ResetPassword).WithName(nameof(ResetPassword)).WithSummary("Set a new password by a link").WithTags("Sign-in")
            .WithDescription("The token works once. Ends all sessions of the account.")
            .AllowAnonymous().LimitedPerAddress(limits => limits.LogIn).WithProblems(404);

    private static async Task<Ok<UserView>> ResetPassword(
        JsonBody<PasswordResetRequest> body, HttpContext context, SessionCache sessions, SessionEndings endings, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var tokenHash = body.Value.TokenHash();
        var key = await grains.GetGrain<IAdminGrain>(0).FindReset(tokenHash, CancellationToken.None).InTime(cancellationToken)
            ?? throw new ProblemException(Problems.ResetNotFound());
        var command = new ResetPassword(tokenHash, body.Value.PasswordOf(key), ClientAddress.Of(context.Connection.RemoteIpAddress));
        var user = (await grains.GetGrain<IAccountGrain>(key).ResetPassword(command, CancellationToken.None).InHashingTime(cancellationToken)).OrThrow();
        sessions.Forget(user.Id);
        endings.Tell(user.Id);
        return TypedResults.Ok(UserView.Of(user));
    }
}

/// <param name="Token">What follows the <c>#</c> in the link.</param>
/// <param name="NewPassword">8–256 characters. Common passwords are refused.</param>
public sealed record PasswordResetRequest([property: Required] string? Token = null, [property: Required, Length(PasswordLength.Min, PasswordLength.Max)] string? NewPassword = null)
{
    /// <exception cref="ProblemException">With <c>validation_failed</c> if the token is missing, <c>reset_not_found</c> if it can't be one.</exception>
    public byte[] TokenHash()
    {
        var fields = new ValidationErrors();
        fields.Require(Token is not null, "token", "Is required.");
        AccountValidation.NewPassword(NewPassword, username: null, "newPassword", fields);
        fields.ThrowIfAny();
        return SecretToken.Hash(Token!) ?? throw new ProblemException(Problems.ResetNotFound());
    }

    /// <summary>The new password, which must not be the username.</summary>
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public string PasswordOf(string username)
    {
        var fields = new ValidationErrors();
        var password = AccountValidation.NewPassword(NewPassword, username, "newPassword", fields);
        fields.ThrowIfAny();
        return password;
    }
}
