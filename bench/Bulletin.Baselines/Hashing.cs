using System.Security.Cryptography;

namespace Bulletin.Baselines;

/// <summary>Hashes one password per request with Bulletin's defaults, one per core at a time, and does nothing else.</summary>
internal static class Hashing
{
    private const int Iterations = 210_000;

    public static void Map(WebApplication app)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var gate = new SemaphoreSlim(Environment.ProcessorCount);
        app.MapPost("/auth/login", async (HttpContext context) =>
        {
            using StreamReader reader = new(context.Request.Body);
            var password = await reader.ReadToEndAsync();
            await gate.WaitAsync();
            try
            {
                return Results.Text(Convert.ToBase64String(Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA512, 32)));
            }
            finally
            {
                gate.Release();
            }
        });
    }
}
