# hhlab: JupyterLab and NEURON, to teach the Hodgkin-Huxley model.
# A release build passes the base with its digest.
ARG BASE_IMAGE=debian:trixie-slim

FROM ${BASE_IMAGE} AS builder
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3-venv

# Everything pinned comes first and in one layer: a change of the lessons or of hhlab leaves it alone.
# What is removed:
# - tests of other packages (neuron.test() stays, it is an interface)
# - jedi's stubs of packages that are not here; jedi lists the folder, so it must remain
# - JupyterLab's own test extension, source maps, and its second copy of the same web pages
# - programs and libraries of NEURON's X11 windows, which need a screen
# - the files by which Voilà would be loaded with every lab; the playground asks for it by name
# - babel's languages: no language pack of JupyterLab is here that would use them
# The environment knows a user's packages, which lie in the volume; JupyterLab's programs do not (-s).
# Bytecode is kept for what a lab imports, as a read-only container cannot cache it; it halves the start.
COPY requirements.lock /build/
RUN python3 -m venv --system-site-packages /opt/hhlab \
 && cd /opt/hhlab \
 && bin/pip install --no-cache-dir --no-compile --require-hashes --only-binary :all: -r /build/requirements.lock \
 && site=$(echo lib/python3.*/site-packages) \
 && find "$site" -type d -name tests -not -path '*/neuron/*' -prune -exec rm -r {} + \
 && rm -r "$site"/jedi/third_party/typeshed/stubs/* "$site"/jedi/third_party/django-stubs \
 && rm -r "$site"/jupyterlab/galata "$site"/jupyterlab/static \
 && ln -s /opt/hhlab/share/jupyter/lab/static "$site"/jupyterlab/static \
 && find . -name '*.js.map' -delete \
 && rm etc/jupyter/*/voila.json \
 && sed -i '1s/$/ -s/' bin/jupyter* bin/voila \
 && (cd "$site"/neuron/.data && rm -f bin/idraw lib/libinterviews.a lib/libunidraw.a) \
 && find "$site"/babel/locale-data -name '*.dat' -not -name 'en*' -not -name 'root*' -delete \
 && bin/python -m compileall -q \
      -x '/(sympy|mpmath|fontTools|pip|setuptools|_pytest|coverage|neuron/rxd|debugpy/_vendored|jedi/third_party)/' \
      "$site"

# Node bundles what runs in the browser while hhlab is installed, and stays behind in this stage
COPY browser/node.lock /build/browser/
RUN /opt/hhlab/bin/pip install --no-cache-dir --target /build/build/node --require-hashes --only-binary :all: \
      -r /build/browser/node.lock

# hhlab itself, apart from the environment so that it becomes a small layer of its own
COPY pyproject.toml README.md LICENSE /build/
COPY browser /build/browser
COPY hhlab /build/hhlab
RUN /opt/hhlab/bin/pip install --no-cache-dir --no-deps --no-build-isolation --prefix /package /build \
 && sed -i '1s/$/ -s/' /package/bin/hhlab*

# Whatever the checkout is like: Windows' line ends, which no shell takes; a umask that closes files to others or
# opens them to group 0, which is the students'; no x. Other images' names for their start lead to the entrypoint.
COPY container /build/container
COPY notebooks /build/notebooks
RUN cd /build/container \
 && { grep -rlIZ "$(printf '\r')" . ../notebooks | xargs -0 --no-run-if-empty sed -i 's/\r$//'; } \
 && mkdir bin \
 && mv entrypoint healthcheck seed bin \
 && chmod -R u=rwX,go=rX . ../notebooks \
 && chmod 755 bin/* \
 && for name in start.sh start-notebook.sh start-notebook.py start-singleuser.sh start-singleuser.py; do \
      ln -s entrypoint bin/$name; \
    done


FROM ${BASE_IMAGE} AS lab
# - libpython3.13, g++, make: nrnivmodl compiles a student's mechanisms (its perl is in every Debian)
# - tini: hands signals on and reaps what students' programs leave behind
# - gcc's link-time optimiser and sanitizers, 110 MB, are of no use to nrnivmodl
# - programs that change the user (su, mount, ...) lose that right; nobody needs it here
# - a login shell begins with a PATH of its own
RUN apt-get update \
 && apt-get install -y --no-install-recommends g++ libpython3.13 make python3 tini \
 && apt-get clean \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/log/* \
 && rm -f /usr/bin/*lto-dump* /usr/libexec/gcc/*/*/lto1 \
 && find /usr/lib '(' -name 'lib*san.so*' -o -name 'lib*san.a' ')' -delete \
 && find / -xdev -type f -perm /6000 -exec chmod a-s {} + \
 && echo 'PATH=/opt/hhlab/bin:$PATH' >/etc/profile.d/hhlab.sh \
 && useradd --uid 1000 --gid 0 --no-create-home --shell /bin/bash jovyan

# The home belongs to group 0, so that any user id without a group of its own can work there.
# The work folder is open to every user id: a new volume takes its rights, and only one user is ever in a container.
RUN install -d -o 1000 -g 0 -m 2775 /home/jovyan \
 && install -d -o 1000 -g 0 -m 2777 /home/jovyan/work

# - USER and LOGNAME: a user id without a name makes getpass.getuser() fail
# - SHELL: what programs start when one asks them for a shell
# - HHLAB_IP: a container's port is published by Docker, which comes from outside
# - *_PATH: the lab's settings come before those of the packages in the environment
# - *_DIR below /tmp: the volume holds nothing but the work, above all no SQLite
# - PYTHONUSERBASE: where pip puts a student's own packages, and Python finds them, behind the image's
# - NEURON would look for a screen, and needs the file that is really a library (libmpi.so is a linker script)
# - one thread each: BLAS would start as many as the machine has cores, for every student
# - MPI may start more ranks than there are cores
ENV PATH=/opt/hhlab/bin:$PATH \
    LANG=C.UTF-8 \
    HOME=/home/jovyan \
    USER=jovyan \
    LOGNAME=jovyan \
    SHELL=/bin/bash \
    HHLAB_IP=0.0.0.0 \
    PYTHONDONTWRITEBYTECODE=1 \
    JUPYTER_CONFIG_PATH=/etc/jupyter \
    JUPYTER_PATH=/etc/jupyter \
    JUPYTER_CONFIG_DIR=/tmp/hhlab/config \
    JUPYTER_DATA_DIR=/tmp/hhlab/data \
    JUPYTER_RUNTIME_DIR=/tmp/hhlab/runtime \
    IPYTHONDIR=/tmp/hhlab/ipython \
    MPLCONFIGDIR=/tmp/hhlab/matplotlib \
    PYTHONUSERBASE=/home/jovyan/work/.hhlab/packages \
    NEURON_MODULE_OPTIONS=-nogui \
    MPI_LIB_NRN_PATH=/opt/hhlab/lib/libmpi.so.40 \
    PRTE_MCA_rmaps_default_mapping_policy=:oversubscribe \
    OPENBLAS_NUM_THREADS=1 \
    OMP_NUM_THREADS=1

COPY --from=builder /opt/hhlab /opt/hhlab
COPY --from=builder /build/container/jupyter /etc/jupyter
COPY --from=builder /build/container/bin /usr/local/bin
COPY --from=builder /build/container/work_folder /usr/local/lib/hhlab/work_folder
COPY --from=builder /package /opt/hhlab
COPY --from=builder /build/notebooks /usr/share/hhlab/notebooks

ARG VERSION=0.2.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="hhlab" \
      org.opencontainers.image.description="A teaching lab for the Hodgkin-Huxley model, on the NEURON simulator, in Jupyter" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="BSD-3-Clause"

WORKDIR /home/jovyan/work
# a number, so that Kubernetes can see that it is not root
USER 1000
EXPOSE 8888
HEALTHCHECK --interval=30s --timeout=3s --start-period=30s --start-interval=1s --retries=3 CMD ["healthcheck"]
ENTRYPOINT ["tini", "-g", "--", "entrypoint"]
CMD ["lab"]


# --- The same lab for a JupyterHub: `docker build --target hub -t hhlab:hub .`
# Only what the environment lacks is installed. Left out is what the hub itself needs and a student's server does
# not: its web pages, databases other than SQLite, certificates, the system's users.
FROM builder AS hub-packages
COPY container/hub/requirements.lock /build/hub/
RUN /opt/hhlab/bin/pip install --no-cache-dir --no-compile --prefix /hub --require-hashes --only-binary :all: \
      -r /build/hub/requirements.lock \
 && rm -r /hub/share /hub/bin \
 && cd /hub/lib/python3.*/site-packages \
 && rm -r cryptography certipy pamela.py pydantic pydantic_core typing_inspection annotated_types \
      sqlalchemy/dialects/mssql sqlalchemy/dialects/mysql sqlalchemy/dialects/oracle \
 && find . -type d -name tests -prune -exec rm -r {} + \
 && rm -r sqlalchemy/testing alembic/templates alembic/testing \
 && PYTHONPATH=. /opt/hhlab/bin/python -B -c 'import compileall, sys, jupyterhub.singleuser.extension; \
      [compileall.compile_file(m.__file__, quiet=1) for m in list(sys.modules.values()) \
       if (getattr(m, "__file__", None) or "").startswith("/hub/")]' \
 # a hub may start it past the entrypoint, which copies the lessons
 && mkdir /hub/bin \
 && ln -s /usr/local/bin/entrypoint /hub/bin/jupyterhub-singleuser

FROM lab AS hub
COPY --from=hub-packages /hub /opt/hhlab
CMD ["jupyterhub-singleuser"]

# what `docker build .` makes
FROM lab
