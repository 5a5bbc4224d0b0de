namespace Bulletin.Api.Http;

/// <summary>
/// Returns routing's 405 for a wrong method and 415 for a body that is not JSON before authentication. They reveal nothing that
/// is not in the API reference, and callers of sign-up or sign-in have no token to be asked for.
/// </summary>
public static class RefusedRoutes
{
    public static void UseRefusedRoutes(this WebApplication app) => app.Use((context, next) =>
        context.GetEndpoint() is { DisplayName: { } name, RequestDelegate: { } refuse } && IsRefusal(name) ? refuse(context) : next(context));

    // The display names that routing's own policies give their endpoints.
    private static bool IsRefusal(string name) =>
        name.StartsWith("405 ", StringComparison.Ordinal) || name.StartsWith("415 ", StringComparison.Ordinal);
}
