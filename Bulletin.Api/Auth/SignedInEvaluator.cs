using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Bulletin.Api.Auth;

/// <summary>
/// Answers at once where an endpoint asks for no more than to be signed in, which all of ours do, and a known caller asks.
/// Whatever else an endpoint may ask for is the framework's to decide.
/// </summary>
internal sealed class SignedInEvaluator(IAuthorizationService framework) : PolicyEvaluator(framework)
{
    private static readonly Task<PolicyAuthorizationResult> Success = Task.FromResult(PolicyAuthorizationResult.Success());

    public override Task<AuthenticateResult> AuthenticateAsync(AuthorizationPolicy policy, HttpContext context) =>
        policy.AuthenticationSchemes.Count == 0 && context.User.Identity is Caller caller ? caller.Admitted : base.AuthenticateAsync(policy, context);

    public override Task<PolicyAuthorizationResult> AuthorizeAsync(
        AuthorizationPolicy policy, AuthenticateResult authenticationResult, HttpContext context, object? resource) =>
        policy.Requirements is [DenyAnonymousAuthorizationRequirement] && context.User.Identity is Caller { IsAuthenticated: true }
            ? Success
            : base.AuthorizeAsync(policy, authenticationResult, context, resource);
}
